//! Commands: their text byte for byte, with what the reader has to replace marked.

use super::text::{attribute, sentence};
use crate::article::CommandUse;
use crate::locale::Locale;
use crate::locale::{InterfaceKey, Languages};
use crate::model::HealthSet;
use crate::syntax::{CommandShape, PlaceholderUse, Shell, escape_html, normalize_space};

/// What the box on the page can fill into a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filling {
    Server,
    HealthSet,
    Probe,
    Monitor,
}

impl Filling {
    /// What `<name>` asks for. Placeholders are written in one form in every language:
    /// `<server name>`, `<ServerName>` and `<CAS server name>` all ask for a server.
    fn of(name: &str) -> Option<Self> {
        let letters = name.bytes().rev().filter(u8::is_ascii_alphanumeric);
        let letters = letters.map(|letter| letter.to_ascii_lowercase());
        let ends_with = |end: &str| {
            let mut letters = letters.clone();
            end.bytes()
                .rev()
                .all(|wanted| letters.next() == Some(wanted))
        };
        [
            ("servername", Self::Server),
            ("healthsetname", Self::HealthSet),
            ("probename", Self::Probe),
            ("monitorname", Self::Monitor),
        ]
        .into_iter()
        .find_map(|(end, filling)| ends_with(end).then_some(filling))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::HealthSet => "health-set",
            Self::Probe => "probe",
            Self::Monitor => "monitor",
        }
    }
}

/// Whether the box on the page can fill in anything of a command.
pub(super) fn can_be_filled(shape: &CommandShape) -> bool {
    let known = |placeholder: &PlaceholderUse| Filling::of(&placeholder.name).is_some();
    shape.placeholders.iter().any(known)
}

/// Appends the command that `written` is: the text all languages agree on, and beneath it what the author wrote
/// where that has other words.
pub(super) fn command(
    set: &HealthSet<'_>,
    languages: &Languages,
    locale: Locale,
    written: &CommandUse,
    out: &mut String,
) {
    match set.command(locale, written.number) {
        Some(command) => {
            block(&command.text, &command.shape, out);
            if command.text != written.text
                && normalize_space(&command.text) != normalize_space(&written.text)
            {
                as_written(languages, locale, &written.text, out);
            }
        }
        None => block(&written.text, &CommandShape::of(&written.text), out),
    }
}

/// Appends a block of code.
pub(super) fn block(text: &str, shape: &CommandShape, out: &mut String) {
    // Focusable, because a long line scrolls and must do so from the keyboard too.
    out.push_str("<div class=\"command\"><pre tabindex=\"0\"");
    attribute("class", shell_class(shape.shell), out);
    out.push_str("><code translate=\"no\" dir=\"ltr\">");
    let mut at = 0;
    for placeholder in &shape.placeholders {
        let (start, end) = (
            placeholder.span.start as usize,
            placeholder.span.end as usize,
        );
        let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else {
            continue;
        };
        escape_html(before, out);
        out.push_str("<var");
        if let Some(filling) = Filling::of(&placeholder.name) {
            attribute("data-fill", filling.name(), out);
        }
        out.push('>');
        escape_html(inside, out);
        out.push_str("</var>");
        at = end;
    }
    escape_html(text.get(at..).unwrap_or_default(), out);
    out.push_str("</code></pre></div>\n");
}

fn as_written(languages: &Languages, locale: Locale, text: &str, out: &mut String) {
    let mut code = String::with_capacity(text.len() + 16);
    code.push_str("<code>");
    escape_html(text, &mut code);
    code.push_str("</code>");
    out.push_str("<p class=\"as-written\">");
    sentence(
        languages,
        locale,
        InterfaceKey::AsWritten,
        ("text", &code),
        out,
    );
    out.push_str("</p>\n");
}

fn shell_class(shell: Shell) -> &'static str {
    match shell {
        Shell::PowerShell => "powershell",
        Shell::Program => "program",
        Shell::Xml => "xml",
        Shell::Registry => "registry",
        Shell::Text => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_marked_and_the_text_is_kept() {
        let text =
            "Get-Thing <server name> | ?{$_.Name -eq \"<health set name>\"} -X <other & one>";
        let mut out = String::new();
        block(text, &CommandShape::of(text), &mut out);
        insta::assert_snapshot!(out);
    }

    #[test]
    fn every_spelling_of_a_placeholder_is_one() {
        for name in [
            "server name",
            "ServerName",
            "CAS server name",
            "mailbox server name",
        ] {
            assert_eq!(Filling::of(name), Some(Filling::Server), "{name}");
        }
        assert_eq!(Filling::of("HealthSetName"), Some(Filling::HealthSet));
        assert_eq!(Filling::of("mailboxIdentity"), None);
    }
}
