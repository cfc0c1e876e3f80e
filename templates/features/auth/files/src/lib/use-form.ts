import { useEffect, useRef, useState, type FormEvent } from "react";
import { messageOf } from "@/lib/errors";

/** What is wrong, by field. */
export type Problems<Field extends string> = { [Name in Field]?: string | null };

interface FormOptions<Field extends string> {
  /** The names of the inputs. */
  fields: readonly Field[];
  /** Finds what can be found before anything is sent. */
  check: (values: Record<Field, string>) => Problems<Field>;
  /** Resolves to the problems that only the server can find; none is success. Throws on any other failure. */
  send: (values: Record<Field, string>) => Promise<Problems<Field>>;
}

/** The life of a form with named, uncontrolled inputs: check, send, show what is wrong and where. */
export function useForm<Field extends string>({ fields, check, send }: FormOptions<Field>) {
  const [problems, setProblems] = useState<Problems<Field>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (attempt > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [attempt]);

  const report = (found: Problems<Field>) => {
    setProblems(found);
    setAttempt((count) => count + 1);
  };

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = readValues(new FormData(event.currentTarget), fields);
    const found = check(values);
    setFailure(null);
    if (hasProblem(found)) return report(found);
    setProblems({});
    setIsSending(true);
    try {
      const refused = await send(values);
      if (hasProblem(refused)) report(refused);
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setIsSending(false);
    }
  };

  /** A problem is out of date as soon as its value changes. */
  const onInput = ({ target }: FormEvent<HTMLFormElement>) => {
    if (!(target instanceof HTMLElement)) return;
    const field = fields.find((name) => name === target.getAttribute("name"));
    if (field !== undefined && problems[field] != null) {
      setProblems({ ...problems, [field]: null });
    }
  };

  return {
    formProps: { ref: form, noValidate: true, onSubmit, onInput },
    problems,
    failure,
    isSending,
  };
}

function readValues<Field extends string>(data: FormData, fields: readonly Field[]) {
  const entries = fields.map((name) => [name, String(data.get(name) ?? "")]);
  return Object.fromEntries(entries) as Record<Field, string>;
}

function hasProblem(problems: object) {
  return Object.values(problems).some((problem) => problem != null);
}
