//! `mpkc.toml`: what a project sets. Optional, found upwards from the working folder, unknown keys are errors.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

use super::read_text;
use crate::address::SiteUrl;
use crate::diagnostic::{Rule, Severity};
use crate::locale::Locale;

/// The name of the configuration file.
pub const CONFIG_FILE: &str = "mpkc.toml";

/// Everything a project can set.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// `[pack]`: the management pack.
    pub pack: PackConfig,
    /// `[source]`: where articles come from.
    pub source: SourceConfig,
    /// `[locales]`: a folder per language, relative to the configuration file.
    pub locales: BTreeMap<Locale, Utf8PathBuf>,
    /// `[output]`: what is written, and where.
    pub output: OutputConfig,
    /// `[html]`: how the pages are made.
    pub html: HtmlConfig,
    /// `[rules]`: the level of a rule, by its name.
    pub rules: BTreeMap<RuleName, Severity>,
    /// The folder of the configuration file, to which its paths are relative; else the working folder.
    #[serde(skip)]
    pub root: Utf8PathBuf,
}

/// `[pack]`: identity of the management pack.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct PackConfig {
    /// The ID, which is also the name of the file. See [`crate::model::PackId`] for its rules.
    pub id: crate::model::PackId,
    /// The name people see; where missing, `pack-name` of the language files.
    pub name: Option<String>,
    /// The version: four numbers.
    pub version: crate::model::PackVersion,
    /// What the pack builds on.
    pub base: PackBase,
    /// Which monitors raise alerts; where missing, what suits the base. See [`PackConfig::alert_on`].
    pub alert_on: Option<AlertOn>,
    /// Where the folder `html` of the output is published. Links from one article to another lead there.
    pub pages: Option<SiteUrl>,
}

impl PackConfig {
    /// Which monitors raise alerts: health sets, unless Microsoft's own pack does that already.
    pub fn alert_on(&self) -> AlertOn {
        self.alert_on.unwrap_or(match self.base {
            PackBase::Standalone => AlertOn::HealthSet,
            PackBase::Exchange2013 => AlertOn::None,
        })
    }
}

/// What a management pack builds on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackBase {
    /// The libraries of Operations Manager alone: the pack finds servers and health sets itself.
    #[default]
    Standalone,
    /// Microsoft.Exchange.15, which finds them already.
    #[serde(rename = "exchange-2013")]
    Exchange2013,
}

/// Which monitors raise alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlertOn {
    /// Those of health sets.
    HealthSet,
    /// Each; those of health sets with low priority, for events that name no monitor.
    Monitor,
    /// None.
    None,
}

/// `[html]`: how the pages are made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct HtmlConfig {
    /// A folder with templates and assets that come before the built-in ones, file by file.
    pub templates: Option<Utf8PathBuf>,
    /// The address at which the source of an article can be improved. `{path}` stands for the path of its file below
    /// the input folder, `{locale}` for its language, `{file}` for the name of the file.
    pub edit_link: Option<String>,
}

/// `[source]`: where articles come from.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct SourceConfig {
    /// The language that the others were translated from; `en-US` if there are such articles.
    pub language: Option<Locale>,
    /// Folders with one sub-folder per locale, for when the command line names none; `content` by default.
    pub folders: Option<Vec<Utf8PathBuf>>,
    /// A folder with language files (`<tag>.toml`) that come before the built-in ones.
    pub language_files: Option<Utf8PathBuf>,
}

/// `[output]`: what is written, and where.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct OutputConfig {
    /// The folder, relative to the configuration file.
    pub folder: Utf8PathBuf,
    /// The targets.
    pub emit: Vec<Emit>,
}

impl Default for OutputConfig {
    fn default() -> Self {
        Self {
            folder: "out".into(),
            emit: Emit::DEFAULT.to_vec(),
        }
    }
}

/// A target of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Emit {
    /// The management pack.
    Pack,
    /// The localized pages.
    Html,
    /// The runbooks.
    Runbook,
    /// The runbooks as CACAO 2.0 playbooks. Only on demand.
    Cacao,
}

impl Emit {
    /// The targets that are made when nobody says otherwise.
    pub const DEFAULT: &'static [Self] = &[Self::Pack, Self::Html, Self::Runbook];
}

/// The name of a rule that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct RuleName(pub Rule);

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Rule::from_name(&name).map(Self).ok_or_else(|| {
            let known: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
            format!(
                "there is no rule `{name}`; the rules are {}",
                known.join(", ")
            )
        })
    }
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: cannot be read: {error}")]
    Unreadable {
        /// The file.
        path: Utf8PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file is not a configuration; the message has line and column.
    #[error("{path}: {message}")]
    Invalid {
        /// The file.
        path: Utf8PathBuf,
        /// Line, column and reason.
        message: String,
    },
}

impl Config {
    /// Reads the `mpkc.toml` in `working_folder` or the nearest folder above it; the default where there is none.
    ///
    /// # Errors
    /// [`ConfigError`] if the file exists and cannot be read or understood.
    pub fn find(working_folder: &Utf8Path) -> Result<Self, ConfigError> {
        for folder in working_folder.ancestors() {
            let path = folder.join(CONFIG_FILE);
            if path.is_file() {
                return Self::read(&path);
            }
        }
        Ok(Self {
            root: working_folder.to_owned(),
            ..Self::default()
        })
    }

    /// Reads the configuration file at `path`.
    ///
    /// # Errors
    /// [`ConfigError`] if the file cannot be read or understood.
    pub fn read(path: &Utf8Path) -> Result<Self, ConfigError> {
        let text = read_text(path).map_err(|error| ConfigError::Unreadable {
            path: path.to_owned(),
            error,
        })?;
        let mut config: Self = toml::from_str(&text).map_err(|error| ConfigError::Invalid {
            path: path.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        config.root = path.parent().unwrap_or(Utf8Path::new("")).to_owned();
        Ok(config)
    }

    /// The level of `rule`: that of the configuration, else `default`.
    pub fn level(&self, rule: Rule, default: Severity) -> Severity {
        self.rules.get(&RuleName(rule)).copied().unwrap_or(default)
    }

    /// The texts of the language files that the project brings along, with their names.
    ///
    /// # Errors
    /// [`ConfigError::Unreadable`] if the folder or a file in it cannot be read.
    pub fn language_files(&self) -> Result<Vec<(String, String)>, ConfigError> {
        self.texts(self.source.language_files.as_deref(), |ending| {
            ending == "toml"
        })
    }

    /// The texts of the templates and assets of the pages that the project brings along, with their names.
    ///
    /// # Errors
    /// [`ConfigError::Unreadable`] if the folder or a file in it cannot be read.
    pub fn html_templates(&self) -> Result<Vec<(String, String)>, ConfigError> {
        let used = |ending: &str| ["hbs", "css", "js", "svg"].contains(&ending);
        self.texts(self.html.templates.as_deref(), used)
    }

    /// The files of a folder with certain endings: names and texts, sorted.
    fn texts(
        &self,
        folder: Option<&Utf8Path>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<(String, String)>, ConfigError> {
        let Some(folder) = folder else {
            return Ok(Vec::new());
        };
        let folder = self.root.join(folder);
        let unreadable = |path: &Utf8Path, error| ConfigError::Unreadable {
            path: path.to_owned(),
            error,
        };
        let mut files = Vec::new();
        for entry in folder
            .read_dir_utf8()
            .map_err(|error| unreadable(&folder, error))?
        {
            let path = entry
                .map_err(|error| unreadable(&folder, error))?
                .into_path();
            if path.extension().is_some_and(&wanted) {
                let text = read_text(&path).map_err(|error| unreadable(&path, error))?;
                files.push((path.file_name().unwrap_or_default().to_owned(), text));
            }
        }
        files.sort();
        Ok(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_example_is_read() {
        let config: Config = toml::from_str(
            r#"
            [pack]
            id = "Contoso.Exchange2013.HealthSets"
            name = "Contoso Exchange 2013 health sets"
            version = "1.0.0.0"
            base = "exchange-2013"
            [source]
            language = "en-us"
            [locales]
            "es_es" = "../docs.es-es/health"
            [rules]
            locale-mismatch = "off"
            [html]
            templates = "our-templates"
            edit-link = "https://github.com/contoso/docs/edit/main/{path}"
            "#,
        )
        .expect("valid");
        assert_eq!(
            config.pack.id.to_string(),
            "Contoso.Exchange2013.HealthSets"
        );
        assert_eq!(config.pack.base, PackBase::Exchange2013);
        assert_eq!(config.pack.alert_on(), AlertOn::None);
        assert_eq!(
            config.level(Rule::LocaleMismatch, Severity::Error),
            Severity::Off
        );
        assert!(
            config
                .locales
                .contains_key(&"es-ES".parse().expect("a tag"))
        );
    }

    #[test]
    fn unknown_keys_and_rules_are_errors() {
        for text in [
            "[pack]\nname2 = 'x'",
            "[rules]\nno-such-rule = 'off'",
            "colour = 1",
        ] {
            assert!(toml::from_str::<Config>(text).is_err(), "{text}");
        }
    }
}
