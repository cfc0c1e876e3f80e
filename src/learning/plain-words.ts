const text = `
  a aborted abstract access accessed accessible accessor accessors add adding alias all allowed
  already also always ambient ambiguous an and annotation another answered any appear applied are
  argument arguments array arrow as assertion assertionerror assertions assign assignable assigned
  assignment async at attribute attributes augmentations automatically available await base be
  because before being between binding block blocks body boolean browser build but button by cache
  call callable called calls can cannot capture capturing cast catch change changing character check
  circle circularly class classes clause click client closing column comma comment commonjs
  compatible compiler component computed condition conditionally conflicts consider console const
  constituents constraint construct constructable constructor contain containing context contexts
  corresponding could current declaration declarations declare declared decorator decorators deeply
  default defined definition definitions denied depend dependency depth derived destructuring
  detected did digit directive directly do does drop duplicate during dynamic each ecmascript effect
  either element elements empty enabled enclosed enclosing end entry enum enums equal equality error
  es escape exactly exceeded exist exists expected expects explicit export exported exporting
  exports expression expressions extend extended extends extension external failed false fetch field
  file files find first flag followed following for foreign found from function functions
  generator generic get getter given global got grant greater group groups hand has have heading
  here hidden higher hook hooks identical identifier identifiers if implement implementation
  implementations implicitly import imported imports in include incompatible incorrectly index
  indirectly inferred infinite initializer initializers input inside install instance instead
  integer intended interface intersection invalid invoke is it iteration iterator its itself
  javascript jsdoc json jsonb jsx key keyword known label lacks last later least left length less
  level levels library like link list literal local loops make mapped marked match matches maximum
  may mean member members merged meta method methods minimum missing mock mode modifier modifiers
  module modules more most multiple must name named names namespace navigation near need nested
  network never new no node non not notation null nullish number numeric object objects octal of on
  one only operand operator option optional or other out overload overrides own owner page parameter
  parameters parentheses parenthesized parse path paths pattern permission permitted policy position
  possibly predicate primitive private promise prop properties property protected provided provides
  public qualified rangeerror re reached react read reading received recursion redirect refer
  reference referenced referenceerror references refers regular relation relative rename rendered
  rendering report represent request required requires reserved reserves resolve resolves response
  rest return returns right role route row rules same schema scope security seen send sequence
  sequences server set sets setter should side signature signatures since single so source specified
  specify spread start state statement statements static status strict string supported sure switch
  syntax syntaxerror table tag target targeting template test text than that the then there these
  they this through time timed timeout times timestamp to token too top trailing transaction true
  try tsconfig tuple turning type typeerror types typescript unable undefined unexpected unicode
  union unique unknown unterminated unused update use used uses using uuid valid value values
  variable via violates visible void was when where which whose will with within without word would
  write you your zone
`;

/**
 * The words that compilers, linters, databases and test runners explain themselves with. No other word of a message is
 * ever stored, so a name, a path or a line of somebody's code cannot get into a lesson, however a tool quotes it.
 */
export const plainWords: ReadonlySet<string> = new Set(text.split(/\s+/).filter(Boolean));

/** Types that every project has; kept where a message quotes a type. */
export const typeWords: ReadonlySet<string> = new Set(
  "any bigint boolean false never null number object Promise string symbol true undefined unknown void".split(
    " ",
  ),
);
