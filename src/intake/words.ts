/** Words that carry no wish of their own: grammar, politeness, and how people say "build me an app". */
const ignoredWords = new Set(
  [
    "a an the this that these those some any each every all both own other another such same",
    "i me my mine we us our you your they them their he she it its who whom whose which what",
    "where when why how one ones everyone everybody anyone anybody someone somebody nobody",
    "people person persons user users member members visitor visitors folks somehow",
    "and or nor but also too plus as well so then than yet if while because though although however",
    "of for to from in into on onto at by with within about over under between among per via",
    "through after before around up out off down against during until like just",
    "is are was were be been being am do does did done have has had having can could will would",
    "shall should may might must let lets let's going go get gets getting",
    "i'd i'll i'm i've we'd we'll we're we've you'll you're it's that's there there's here they'd",
    "no not none never neither don't doesn't didn't isn't aren't can't cannot won't shouldn't",
    "mustn't wouldn't",
    "please thanks thank hi hello hey want wants wanted need needs needed would love loves wish",
    "looking look give gives make makes made making build builds building create creates creating",
    "develop developing generate write design code program add adds adding added include includes",
    "including included support supports supporting feature features featuring functionality",
    "functions ability able allow allows allowing enable enables enabling let use uses using used",
    "work works working show shows showing see sees seeing keep keeps",
    "app apps application applications web website websites webapp site sites platform platforms",
    "software service services system tool product project thing things something anything",
    "everything stuff page pages screen mobile online internet",
    "clone clones cloned copy copies copycat version versions alternative similar style styled",
    "inspired based kind sort type types sth",
    "simple simply basic small little big large great good nice cool new modern fresh fast quick",
    "quickly easy beautiful pretty full complete whole only really very much many more most less",
    "least few lot lots even still again maybe perhaps together instead rather enough also etc",
    "called call named name titled title max maximum min minimum limit limits limited maximal",
    "long longer length size top place places share shares sharing",
  ]
    .join(" ")
    .split(" "),
);

/** Whether a word says nothing of what to build. Single letters say nothing either. */
export function isIgnoredWord(word: string): boolean {
  return ignoredWords.has(word) || /^\p{L}$/u.test(word);
}
