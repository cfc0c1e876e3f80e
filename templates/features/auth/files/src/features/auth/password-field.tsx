import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { FieldFrame, type FieldProps } from "@/components/ui/field";
import { classNames } from "@/lib/class-names";

interface PasswordFieldProps extends FieldProps {
  name: string;
  autoComplete: "current-password" | "new-password";
}

/** A password input that can show what is typed. */
export function PasswordField({ name, autoComplete, ...field }: PasswordFieldProps) {
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <FieldFrame {...field}>
      {(attributes) => (
        <div className="relative">
          <input
            {...attributes}
            type={isShown ? "text" : "password"}
            name={name}
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
            className={classNames(attributes.className, "h-12 pr-12")}
          />
          <IconButton
            label="Show characters"
            aria-pressed={isShown}
            onClick={() => setIsShown(!isShown)}
            className="absolute top-0.5 right-0.5 text-muted"
          >
            <Icon />
          </IconButton>
        </div>
      )}
    </FieldFrame>
  );
}
