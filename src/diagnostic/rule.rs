//! The names of everything mpkc can complain about.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Not reported.
    Off,
    /// Good to know; never fails a run.
    Note,
    /// Probably wrong.
    Warning,
    /// Wrong; fails a run.
    Error,
}

impl Severity {
    /// The word as it stands in `mpkc.toml` and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! rules {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident; )+) => {
        /// A rule: something an input can break. Names are kebab-case and stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $( $(#[doc = $doc])+ $variant, )+ }

        impl Rule {
            /// Every rule, in the order of declaration.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant),+];

            /// The name in reports and in `mpkc.toml`.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)+ }
            }

            /// The severity when `mpkc.toml` says nothing.
            pub fn default_severity(self) -> Severity {
                match self { $(Rule::$variant => Severity::$severity,)+ }
            }

            /// What the rule is about, in the words of its documentation.
            pub fn explanation(self) -> &'static str {
                match self { $(Rule::$variant => concat!($($doc, "\n"),+).trim_ascii(),)+ }
            }
        }
    };
}

rules! {
    /// A file or folder cannot be read, or an article is larger than one can be: 1 MiB, 5000 sections, 5000 rows of probes.
    UnreadableFile = "unreadable-file", Error;
    /// A file is not UTF-8. Articles are read as UTF-8, with or without a byte order mark.
    NotUtf8 = "not-utf-8", Error;
    /// The front matter of a health-set article is missing its end, is no YAML, or repeats a key.
    BrokenFrontMatter = "broken-front-matter", Error;
    /// An article has no first-level heading, so it has no title to show.
    MissingTitle = "missing-title", Error;
    /// A table begins and never ends: the file is probably cut off.
    UnclosedTable = "unclosed-table", Error;
    /// A row of a probe table has more or fewer cells than its header.
    RaggedTable = "ragged-table", Error;
    /// Neither a folder nor `ms:mtpsurl` says in which language an article is.
    UnknownLocale = "unknown-locale", Error;
    /// The folder of an article and its `ms:mtpsurl` name different locales. The folder wins.
    LocaleMismatch = "locale-mismatch", Warning;
    /// There is no `locales/<tag>.toml` for a language, so words of its pages fall back to the source language.
    MissingLanguageFile = "missing-language-file", Warning;
    /// Two files are the same article in the same locale. The first by path is used.
    DuplicateArticle = "duplicate-article", Error;
    /// Articles that belong together by key or file name carry different `ms:assetid`s.
    AssetIdDiffers = "asset-id-differs", Warning;
    /// The sections of an article are not those of the other languages.
    SectionsDiffer = "sections-differ", Warning;
    /// A cell, heading or sentence writes the ID of a health set otherwise than the consensus.
    HealthSetIdDiffers = "health-set-id-differs", Error;
    /// A cell writes the name of a probe otherwise than the consensus.
    ProbeIdDiffers = "probe-id-differs", Error;
    /// A cell writes the name of a monitor otherwise than the consensus.
    MonitorIdDiffers = "monitor-id-differs", Error;
    /// A cell where an identifier should stand holds none, in any language.
    IdentifierUnreadable = "identifier-unreadable", Error;
    /// A command is not the one of the other languages.
    CommandDiffers = "command-differs", Error;
    /// A name in running text is written otherwise than in the other languages.
    NameChanged = "name-changed", Error;
    /// A name is missing in a text that has it in the other languages.
    NameLost = "name-lost", Error;
    /// A text names something that it does not name in the other languages.
    NameAdded = "name-added", Error;
    /// A technical term in running text is written otherwise than in the other languages.
    TermChanged = "term-changed", Warning;
    /// A technical term is missing in a text that has it in the other languages.
    TermLost = "term-lost", Warning;
    /// A title does not name its health set.
    TitleLostHealthSet = "title-lost-health-set", Warning;
    /// The title of the front matter is not the heading.
    TitlesDiffer = "titles-differ", Warning;
    /// The text of a link to the article of a health set does not name it.
    LinkLostHealthSet = "link-lost-health-set", Warning;
    /// An example command has a monitor where a probe belongs.
    ExampleNamesMonitor = "example-names-monitor", Error;
    /// An example command names a probe that is in no table.
    ExampleProbeUnlisted = "example-probe-unlisted", Warning;
    /// An example command names the health set of another article.
    ExampleNamesOtherHealthSet = "example-names-other-health-set", Warning;
    /// A command stands in a plain paragraph, outside a block of code.
    CommandWithoutBlock = "command-without-block", Warning;
    /// A heading names a monitor with a slip of the pen.
    HeadingMonitorMisspelt = "heading-monitor-misspelt", Warning;
    /// A heading names a monitor that is not in the table of probes.
    HeadingMonitorUnlisted = "heading-monitor-unlisted", Warning;
    /// No section treats a monitor of the table, though other monitors have sections.
    MonitorWithoutRecovery = "monitor-without-recovery", Note;
    /// The column of monitors holds the ID of a health set.
    MonitorIsHealthSet = "monitor-is-health-set", Warning;
    /// A sentence and the command below it name different things.
    ProseContradictsCommand = "prose-contradicts-command", Warning;
    /// A cmdlet, parameter or property is one slip from a known one.
    CommandMisspelt = "command-misspelt", Error;
    /// A quote or bracket of a command has no partner.
    CommandBroken = "command-broken", Error;
    /// A command for PowerShell begins with a variable that only the command processor replaces.
    VariableNotExpanded = "variable-not-expanded", Warning;
    /// A name is one slip from one that a table or the same section has, in every language.
    NameMisspelt = "name-misspelt", Warning;
    /// A literal that programs print was translated or lost.
    OutputLiteralChanged = "output-literal-changed", Warning;
    /// The text of an error in a heading was translated.
    ErrorTextTranslated = "error-text-translated", Note;
    /// A number in running text is not that of the other languages.
    NumberChanged = "number-changed", Warning;
    /// A path or an address in running text is not that of the other languages.
    PathChanged = "path-changed", Warning;
    /// The date under a title is not that of the other languages.
    DateDiffers = "date-differs", Note;
    /// The line under a title lists other products than in the other languages.
    ProductsDiffer = "products-differ", Warning;
    /// The line under the title of the source lists other products than all translations.
    ProductsOutdated = "products-outdated", Note;
    /// A row of the table of probes lists other dependencies than in the other languages.
    DependenciesDiffer = "dependencies-differ", Warning;
    /// A remark has lost its label, such as **Note**.
    RemarkLabelLost = "remark-label-lost", Warning;
    /// Characters were damaged on the way.
    EncodingDamaged = "encoding-damaged", Error;
    /// A special space stands in a row of the table of probes, a command or code, or any blank in an address.
    WhiteSpace = "white-space", Note;
    /// A blank is missing between two words.
    WordsGlued = "words-glued", Warning;
    /// Two bullets of a list of terms open with the same term.
    BulletRepeated = "bullet-repeated", Warning;
    /// A step, bullet, command, table or list is missing in a language.
    PartMissing = "part-missing", Warning;
    /// A step, bullet, command, table or list stands in one language only.
    PartAdded = "part-added", Warning;
    /// Two parts have changed places in a language.
    PartMoved = "part-moved", Warning;
    /// A paragraph is missing in a language.
    ParagraphMissing = "paragraph-missing", Warning;
    /// A paragraph stands in one language only.
    ParagraphAdded = "paragraph-added", Warning;
    /// A paragraph has lost a sentence.
    SentenceMissing = "sentence-missing", Warning;
    /// A reference such as `2c` is not that of the other languages.
    StepReferenceDiffers = "step-reference-differs", Warning;
    /// A link leads elsewhere than in the other languages.
    LinkTargetDiffers = "link-target-differs", Warning;
    /// A text has fewer links than in the other languages.
    LinkMissing = "link-missing", Warning;
    /// A text has more links than in the other languages.
    LinkAdded = "link-added", Warning;
    /// A paragraph is left in the source language.
    ParagraphNotTranslated = "paragraph-not-translated", Warning;
    /// The heading of a section is left in the source language.
    HeadingNotTranslated = "heading-not-translated", Warning;
    /// A sentence names a section by its heading in the source language.
    SectionNameNotTranslated = "section-name-not-translated", Warning;
    /// A sentence names the section in which it stands, where other articles name another.
    SectionNamesItself = "section-names-itself", Warning;
    /// The sentence before the table of probes names another health set.
    IntroductionNamesOtherHealthSet = "introduction-names-other-health-set", Warning;
    /// A link with the name of a section of its article leads to another article.
    SectionLinkElsewhere = "section-link-elsewhere", Warning;
    /// The text of a link is left in the source language.
    LinkTextNotTranslated = "link-text-not-translated", Note;
    /// One term of the source has several translations in a language.
    TermInconsistent = "term-inconsistent", Note;
    /// A text has no letter of the script of its language.
    WrongScript = "wrong-script", Warning;
    /// Markup that readers see as characters.
    MarkupShown = "markup-shown", Warning;
    /// A placeholder that Markdown takes for HTML.
    PlaceholderSwallowed = "placeholder-swallowed", Error;
    /// A text says the opposite of the other languages.
    PolarityDiffers = "polarity-differs", Warning;
    /// A text negates nothing, where all other languages do, or the other way round.
    NegationDiffers = "negation-differs", Warning;
    /// A text names another thing than the other languages: a monitor for a probe, one role of a server for another.
    ThingConfused = "thing-confused", Warning;
    /// A name is written in other case than in the tables.
    NameOtherCase = "name-other-case", Note;
    /// Two tables say different things about one probe.
    DependenciesContradict = "dependencies-contradict", Warning;
    /// A health set refers to another as related that does not refer back.
    RelationNotMutual = "relation-not-mutual", Note;
    /// Links of an article have plain http.
    InsecureLink = "insecure-link", Note;
    /// Links of an article lead to a site that was shut down.
    RetiredHost = "retired-host", Note;
    /// A comment allows what does not occur.
    UnusedSuppression = "unused-suppression", Warning;
    /// A comment that allows a rule has no reason, or no rule has its name.
    MalformedSuppression = "malformed-suppression", Warning;
    /// A reference such as `2c` leads to no step.
    StepReferenceUnresolved = "step-reference-unresolved", Warning;
    /// A title is left in the source language.
    TitleNotTranslated = "title-not-translated", Warning;
    /// A link is dropped from an output because its target is unsafe or malformed.
    UnsafeLink = "unsafe-link", Warning;
    /// A template of the HTML output cannot be read or used; the built-in one stands in.
    BrokenTemplate = "broken-template", Error;
    /// A language has no place in the management pack: SCOM knows languages by Windows' three-letter names, and this one
    /// has none, or shares it with another.
    PackLanguageLeftOut = "pack-language-left-out", Warning;
    /// SCOM would refuse the management pack, or take it and work badly. A pack that is made here is not written.
    PackRefused = "pack-refused", Error;
    /// SCOM takes a management pack that `mpkc verify` looks at, and something in it works badly.
    PackFlawed = "pack-flawed", Warning;
}

impl Rule {
    /// The rule with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

impl std::str::FromStr for Rule {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let near = || {
            Self::ALL
                .iter()
                .map(|rule| rule.name())
                .min_by_key(|known| strsim::osa_distance(known, name))
        };
        Self::from_name(name).ok_or_else(|| {
            format!(
                "there is no such rule; did you mean `{}`?",
                near().unwrap_or_default()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_kebab_case_and_found_again() {
        for &rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.name()), Some(rule));
            assert!(
                rule.name()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            );
            assert!(!rule.explanation().is_empty());
        }
    }
}
