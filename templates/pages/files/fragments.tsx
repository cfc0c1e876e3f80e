// Parts of pages, one for each way to ask for a value, to show it, or to call a row by it.

// @fragment inputText
<TextField
  label="$label$"
  name="$field$"
  // @if typed
  type="$type$"
  // @end
  // @if decimal
  inputMode="decimal"
  // @end
  // @if required
  required
  // @end
  // @if limited
  maxLength={$max$}
  // @end
  defaultValue={$initial$}
  // @if hinted
  hint="$hint$"
  // @end
  error={problems.$field$}
/>

// @fragment inputNumber
<TextField
  label="$label$"
  name="$field$"
  type="number"
  // @if required
  required
  // @end
  // @if least
  min={$min$}
  // @end
  // @if most
  max={$max$}
  // @end
  step={$step$}
  defaultValue={$initial$}
  error={problems.$field$}
/>

// @fragment inputLongText
<TextArea
  label="$label$"
  name="$field$"
  // @if required
  required
  // @end
  // @if limited
  maxLength={$max$}
  // @end
  className="min-h-28"
  defaultValue={$initial$}
  error={problems.$field$}
/>

// @fragment inputChoice
<SelectField
  label="$label$"
  name="$field$"
  // @if required
  required
  // @end
  options={$options$.map((value) => ({ value, label: formatChoice(value) }))}
  defaultValue={$initial$}
  error={problems.$field$}
/>

// @fragment inputBoolean
<CheckboxField label="$label$" name="$field$" defaultChecked={$initial$} />

// @fragment inputRow
<RowSelect
  label="$label$"
  name="$field$"
  // @if required
  required
  // @end
  rows={$query$.data}
  selected={$initial$}
  error={problems.$field$}
  failure={$query$.error === null ? null : messageOf($query$.error)}
/>

// @fragment queryRows
useQuery({
  queryKey: ["$table$", "choices"],
  queryFn: fetch$target$Choices,
})

// @fragment factShort
<Fact label="$label$">{$value$}</Fact>

// @fragment factLong
<Fact label="$label$" long>
  {$value$}
</Fact>

// @fragment factUrl
<Fact label="$label$">
  {$value$ && (
    <a
      href={$value$}
      target="_blank"
      rel="noreferrer"
      className="text-accent underline-offset-4 hover:underline"
    >
      {$value$.replace(/^https?:../, "")}
    </a>
  )}
</Fact>

// @fragment factMail
<Fact label="$label$">
  {$value$ && (
    <a href={`mailto:${$value$}`} className="text-accent underline-offset-4 hover:underline">
      {$value$}
    </a>
  )}
</Fact>

// @fragment factPerson
<Fact label="$label$">
  {$value$ && <ProfileLink profile={$value$} className="underline-offset-4 hover:underline" />}
</Fact>

// @fragment factRow
<Fact label="$label$">
  {$value$ && (
    <Link to={$target$Path($value$)} className="text-accent underline-offset-4 hover:underline">
      {$target$Label($value$)}
    </Link>
  )}
</Fact>

// @fragment leadOwner
<>
  By{" "}
  <ProfileLink
    profile={$value$}
    className="font-semibold text-ink underline-offset-4 hover:underline"
  />
  , {formatTime($row$.created_at)}
</>

// @fragment valuePlain
$value$

// @fragment valueNumber
formatNumber($value$)

// @fragment valueMoney
formatMoney($value$, $currency$)

// @fragment valueBoolean
formatYesNo($value$)

// @fragment valueDate
formatDate($value$)

// @fragment valueTime
formatTime($value$)

// @fragment valueChoice
formatChoice($value$)

// @fragment valueList
$value$?.join(", ")

// @fragment valuePerson
$value$ && profileName($value$)

// @fragment labelPlain
$value$

// @fragment labelText
$value$ || "Untitled $oneInside$"

// @fragment labelLongText
excerpt($value$) || "Untitled $oneInside$"

// @fragment labelDate
`$one$ of ${formatDate($value$)}`

// @fragment labelTime
`$one$ of ${formatTime($value$)}`

// @fragment buttonAdd
<ButtonLink to={`/$parentRoot$/${$parentRow$.id}/$root$/new`} variant="secondary">
  <Plus aria-hidden className="size-5" />
  Add $oneInside$
</ButtonLink>

// @fragment buttonEdit
<ButtonLink to={`${$row$Path($row$)}/edit`} variant="secondary">
  <Pencil aria-hidden className="size-4" />
  Edit
</ButtonLink>

// @fragment buttonDelete
<DeleteButton
  name="$oneInside$"
  // @if warned
  warning="$warning$"
  // @end
  onDelete={() => delete$type$($deleted$)}
  onDeleted={() => void leave()}
/>

// @fragment ruleSignedIn
user !== null

// @fragment ruleOwner
user?.id === $row$.$owner$

// @fragment ruleRole
hasRole(user, "$role$")

// @fragment typePerson
ProfileSummary

// @fragment choicePerson
profileName(row)

// @fragment namedValue
`$label$: ${$value$}`

// @fragment partsOf
<$list$ $row$={$row$} />

// @fragment pictureOf
<div className="mb-6 empty:hidden">
  <$picture$ $row$={$row$} large />
</div>

// @fragment pictureInput
<$pictureInput$
  // @if canUpdate
  $row$={$row$}
  // @end
  choice={picture}
  onChoose={setPicture}
  // @if required
  error={problems.$pictureField$}
  // @end
/>

// @fragment pictureCheckNew
picture === "keep" ? "Choose a picture." : null

// @fragment pictureCheck
picture === "none" || (picture === "keep" && $row$ === undefined) ? "Choose a picture." : null

// @fragment insertWithPicture
await $savePicture$(change, ($pictureField$) => insert$type$($inserted$));
