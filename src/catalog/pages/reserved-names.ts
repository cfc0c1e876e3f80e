/** Names of components, of types and of the language, which a type of rows must not take in a file with them. */
const types = words(`
  Array Blob Boolean Button ButtonLink Change CheckboxField Cursor Database Date DeleteButton EmptyState Error ErrorState
  Event Fact Facts File FormFailure Function Image Link LoadingForm LoadingRecord Map MissingRecord Node Number Object
  Option Page Partial Pencil Pick PictureChoice PictureField Plus Promise Readonly
  Record RecordPage Request Response Row RowLink RowList RowSelect Seeder SelectField Set String StoredPicture Symbol Tables
  TextArea TextField User
`);

/** Words of the language, and variables of the pages. */
const variables = words(`
  abstract any arguments as async await boolean break case catch choice class const continue count cursor data debugger
  declare default delete do document else enum error eval export extends failure false fetch finally for from function
  id if implements import in interface is key let location module name namespace navigate navigation new null number
  object of package page picture private problems process protected public query refusal return row rows save state
  static string super supabase switch symbol this throw toast true try type typeof undefined unknown user value values
  var void while window with yield
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** `Link` is a component: rows of that name are of the type `LinkRow`. */
export function freeType(name: string): string {
  return types.has(name) ? `${name}Row` : name;
}

/** `class` is a word of the language: a row of that name is in `classRow`. */
export function freeVariable(name: string): string {
  return variables.has(name) ? `${name}Row` : name;
}
