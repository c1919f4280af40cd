//! The tokens of commands: enough PowerShell to know cmdlets, parameters and placeholders, and to tell
//! a command from prose without knowing any language.
//!
//! Token rules follow `about_Parsing` and `about_Command_Syntax` of the PowerShell documentation;
//! `<placeholder>` is the notation of its syntax diagrams.

mod lex;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Span;
use lex::{Kind, Token, lex, placeholder_length};

/// What interprets a block of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shell {
    /// PowerShell, in the Exchange Management Shell.
    PowerShell,
    /// A program run from any shell, such as `Iisreset`.
    Program,
    /// A line of XML for a configuration file.
    Xml,
    /// A registry key.
    Registry,
    /// Anything else: output, log lines.
    Text,
}

/// The parts of a command. Spans count from the start of its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct CommandShape {
    /// What runs it.
    pub shell: Shell,
    /// The cmdlets and programs, from left to right.
    pub cmdlets: Vec<CmdletUse>,
    /// The placeholders, from left to right.
    pub placeholders: Vec<PlaceholderUse>,
}

/// A cmdlet, alias or program in a command, with its parameters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct CmdletUse {
    /// Its name as written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The parameters after it.
    pub parameters: Vec<ParameterUse>,
}

/// A parameter in a command.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct ParameterUse {
    /// Its name as written, without the dash.
    pub name: String,
    /// Where it stands, dash included.
    pub span: Span,
}

/// Something to be replaced before a command can run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct PlaceholderUse {
    /// Its name as written, without the brackets.
    pub name: String,
    /// Where it stands, brackets included.
    pub span: Span,
}

/// Verbs that PowerShell approves (`Get-Verb`), and `ForEach`, `Sort`, `Where` of its core.
const VERBS: &[&str] = &[
    "Add",
    "Approve",
    "Assert",
    "Backup",
    "Block",
    "Checkpoint",
    "Clear",
    "Close",
    "Compare",
    "Complete",
    "Compress",
    "Confirm",
    "Connect",
    "Convert",
    "ConvertFrom",
    "ConvertTo",
    "Copy",
    "Debug",
    "Deny",
    "Disable",
    "Disconnect",
    "Dismount",
    "Edit",
    "Enable",
    "Enter",
    "Exit",
    "Expand",
    "Export",
    "Find",
    "ForEach",
    "Format",
    "Get",
    "Grant",
    "Group",
    "Hide",
    "Import",
    "Initialize",
    "Install",
    "Invoke",
    "Join",
    "Limit",
    "Lock",
    "Measure",
    "Merge",
    "Mount",
    "Move",
    "New",
    "Open",
    "Optimize",
    "Out",
    "Ping",
    "Pop",
    "Protect",
    "Publish",
    "Push",
    "Read",
    "Receive",
    "Redo",
    "Register",
    "Remove",
    "Rename",
    "Repair",
    "Request",
    "Reset",
    "Resize",
    "Resolve",
    "Restart",
    "Restore",
    "Resume",
    "Retry",
    "Revoke",
    "Save",
    "Search",
    "Select",
    "Send",
    "Set",
    "Show",
    "Skip",
    "Sort",
    "Split",
    "Start",
    "Step",
    "Stop",
    "Submit",
    "Suspend",
    "Switch",
    "Sync",
    "Tee",
    "Test",
    "Trace",
    "Unblock",
    "Undo",
    "Uninstall",
    "Unlock",
    "Unprotect",
    "Unpublish",
    "Unregister",
    "Update",
    "Use",
    "Wait",
    "Watch",
    "Where",
    "Write",
];

impl CommandShape {
    /// Reads the text of a block of code.
    pub fn of(text: &str) -> Self {
        let tokens = lex(text);
        let shell = shell(text, &tokens);
        let runs = matches!(shell, Shell::PowerShell | Shell::Program);
        let placeholders = if shell == Shell::Xml {
            Vec::new()
        } else {
            placeholders(text)
        };
        Self {
            shell,
            cmdlets: if runs { cmdlets(&tokens) } else { Vec::new() },
            placeholders,
        }
    }
}

/// A command without what does not matter to its meaning: white space between tokens, and the spelling of
/// placeholders (`<server name>`, `<ServerName>`). For comparing, not for showing.
pub fn command_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    let mut end = 0;
    for token in lex(text) {
        let touches = token.start == end;
        let joins = matches!(token.kind, Kind::Opening | Kind::Other)
            || form.ends_with(['{', '(', '|', '[', ' ']);
        if !form.is_empty() && !touches && !joins {
            form.push(' ');
        }
        end = token.start + token.text.len();
        if token.kind == Kind::Placeholder {
            let letters = token.text.chars().filter(|c| !c.is_whitespace());
            form.extend(letters.flat_map(char::to_lowercase));
        } else if token.text == "\n" {
            if !form.ends_with(' ') {
                form.push(' ');
            }
        } else {
            push_folded(token.text, &mut form);
        }
    }
    form.trim_end().to_owned()
}

/// Appends a token with every run of white space in it (inside quotes, across lines) as one blank.
fn push_folded(text: &str, out: &mut String) {
    let mut space = false;
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !space {
            out.push(' ');
        }
        space = c.is_whitespace();
    }
}

fn shell(text: &str, tokens: &[Token<'_>]) -> Shell {
    let text = text.trim();
    if is_xml(text) {
        return Shell::Xml;
    }
    if text.starts_with("HKEY_") || text.starts_with("HKLM") {
        return Shell::Registry;
    }
    match tokens.first() {
        Some(first) if first.kind == Kind::Word && is_cmdlet(first.text) => Shell::PowerShell,
        Some(first) if first.kind == Kind::Word && is_program(first.text) => Shell::Program,
        // A single word and its switches: `Iisreset /noforce`.
        Some(first)
            if first.kind == Kind::Word
                && tokens.len() > 1
                && tokens[1..]
                    .iter()
                    .all(|t| t.text.starts_with('/') || t.text.starts_with('%')) =>
        {
            Shell::Program
        }
        _ => Shell::Text,
    }
}

/// An element with attributes or an end, not a `<placeholder>`.
fn is_xml(text: &str) -> bool {
    let Some(inside) = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    else {
        return false;
    };
    let begins = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    begins && (inside.contains("=\"") || inside.ends_with('/') || inside.contains("</"))
}

/// Whether `word` is a cmdlet by its form: a verb that PowerShell approves, a dash and a noun.
pub fn is_cmdlet(word: &str) -> bool {
    word.split_once('-').is_some_and(|(verb, noun)| {
        VERBS.iter().any(|known| known.eq_ignore_ascii_case(verb))
            && noun.starts_with(|c: char| c.is_ascii_alphabetic())
            && noun.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

fn is_program(word: &str) -> bool {
    let path = word.starts_with('%') && word.contains('\\');
    let name = word.rsplit('\\').next().unwrap_or(word);
    path || name.rsplit_once('.').is_some_and(|(_, end)| {
        ["exe", "cmd", "bat"]
            .iter()
            .any(|e| end.eq_ignore_ascii_case(e))
    })
}

/// Whether a line of plain text is a command that lost its code block: it begins with a cmdlet or the
/// path of a program, has something that prose has not (a parameter, a pipe, a placeholder …), and no
/// two bare words in a row.
pub fn is_command_line(line: &str) -> bool {
    let line = line.trim();
    // Nearly all lines are prose, and what could be a command has one of these before the first blank.
    let mut word = line.bytes().take_while(|byte| *byte != b' ');
    if !word.any(|byte| matches!(byte, b'-' | b'.' | b'\\')) {
        return false;
    }
    let first = &line[..line.find(char::is_whitespace).unwrap_or(line.len())];
    if !(is_cmdlet(first) || is_program(first)) {
        return false;
    }
    if line.contains("](") || line.contains("**") || line.contains('\n') {
        return false;
    }
    let tokens = lex(line);
    if tokens.first().is_none_or(|token| token.kind != Kind::Word) {
        return false;
    }
    let ends_like_prose = line.ends_with(['.', ':', '!', '\u{3002}', '\u{ff1a}', ',']);
    let bare_pair = tokens
        .windows(2)
        .any(|pair| pair.iter().all(|token| token.kind == Kind::Word));
    let after_command = &tokens[1..];
    let bare_words = after_command
        .iter()
        .filter(|t| t.kind == Kind::Word)
        .count();
    let strong = after_command.iter().any(|token| {
        matches!(
            token.kind,
            Kind::Parameter | Kind::Opening | Kind::Placeholder | Kind::Variable
        )
    });
    let pair_is_argument = bare_words == 1 && after_command.len() == 1;
    let foreign = tokens
        .iter()
        .any(|token| token.kind == Kind::Word && !token.text.is_ascii());
    !ends_like_prose
        && !foreign
        && (pair_is_argument || strong && !bare_pair_after(&tokens, bare_pair))
}

/// A bare word may follow the cmdlet (its positional argument) but not another bare word.
fn bare_pair_after(tokens: &[Token<'_>], any: bool) -> bool {
    any && tokens.windows(2).enumerate().any(|(at, pair)| {
        let positional = at == 0 || tokens[at - 1].kind == Kind::Opening;
        !positional && pair.iter().all(|token| token.kind == Kind::Word)
    })
}

fn cmdlets(tokens: &[Token<'_>]) -> Vec<CmdletUse> {
    let mut found: Vec<CmdletUse> = Vec::new();
    let mut expects = true;
    let mut depth_of: Vec<usize> = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Word if expects => {
                depth_of.push(found.len());
                found.push(CmdletUse {
                    name: token.text.to_owned(),
                    span: token.span(),
                    parameters: Vec::new(),
                });
                expects = false;
            }
            Kind::Parameter => {
                expects = false;
                if let Some(cmdlet) = found.last_mut() {
                    let name = token.text.trim_start_matches('-').trim_end_matches(':');
                    cmdlet.parameters.push(ParameterUse {
                        name: name.to_owned(),
                        span: token.span(),
                    });
                }
            }
            Kind::Opening => expects = token.text != "{" && token.text != "(",
            Kind::Other => {}
            _ => expects = false,
        }
    }
    found
}

fn placeholders(text: &str) -> Vec<PlaceholderUse> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find('<') {
        let start = at + offset;
        match placeholder_length(&text[start..]) {
            Some(length) => {
                found.push(PlaceholderUse {
                    name: text[start + 1..start + length - 1].trim().to_owned(),
                    span: Span::new(start, start + length),
                });
                at = start + length;
            }
            None => at = start + 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_pipeline() {
        let text = r#"Get-ServerHealth <server name> | ?{$_.HealthSetName -eq "<health set name>"} | Format-List -Property Name"#;
        let shape = CommandShape::of(text);
        assert_eq!(shape.shell, Shell::PowerShell);
        let names: Vec<&str> = shape.cmdlets.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["Get-ServerHealth", "?", "Format-List"]);
        assert_eq!(shape.cmdlets[2].parameters[0].name, "Property");
        let placeholders: Vec<&str> = shape.placeholders.iter().map(|p| p.span.of(text)).collect();
        assert_eq!(placeholders, ["<server name>", "<health set name>"]);
    }

    #[test]
    fn shells_are_told_apart() {
        for (text, shell) in [
            ("Iisreset /noforce", Shell::Program),
            ("Notepad %X%\\web.config", Shell::Program),
            (
                r"%SystemRoot%\System32\inetsrv\Appcmd recycle apppool X",
                Shell::Program,
            ),
            (r#"<add key="a" value="b" />"#, Shell::Xml),
            (r"HKEY_LOCAL_MACHINE\SYSTEM\X", Shell::Registry),
            ("Result : Succeeded", Shell::Text),
            ("", Shell::Text),
            ("get-mailbox x", Shell::PowerShell),
        ] {
            assert_eq!(CommandShape::of(text).shell, shell, "{text}");
        }
    }

    #[test]
    fn commands_without_a_fence_are_told_from_prose() {
        for line in [
            r#"Get-ServerHealth <server name> | ?{$_.HealthSetName -eq "<health set name>"}"#,
            r"Invoke-MonitoringProbe <health set name>\<probe name> -Server <server name> | Format-List",
            "Set-MailboxServer server1.contoso.com -DatabaseCopyActivationDisabledAndMoveNow $false",
            "Restart-Service MSExchangeImap4",
            "Get-MailboxDatabaseCopyStatus -Server <ServerName> | group status",
        ] {
            assert!(is_command_line(line), "{line}");
        }
        for line in [
            "Get-ServerHealth shows the state of every monitor",
            "Get-Mailbox -Monitoring is the command to use here.",
            "Test-MRSHealth",
            "Update-SiteMailbox (see below) updates one mailbox",
            "Get-Mailbox 返回邮箱 -Identity",
            "See Get-Mailbox -Identity x",
            "",
        ] {
            assert!(!is_command_line(line), "{line}");
        }
    }

    #[test]
    fn forms_ignore_space_and_the_spelling_of_placeholders() {
        for (a, b) in [
            (
                "Get-X <server name> | ? {$_.Y -eq \"z\"}",
                "Get-X  <ServerName> |?{$_.Y -eq \"z\"}",
            ),
            ("A-B \"x  \n  y*\"", "A-B \"x y*\""),
            ("A-B x\n\n  C-D y", "A-B x\nC-D y"),
        ] {
            assert_eq!(command_form(a), command_form(b));
        }
        for (a, b) in [
            ("Get-X y", "Get-Xy"),
            ("Get-X <a>", "Get-X <b>"),
            ("A-B 'x y'", "A-B 'xy'"),
        ] {
            assert_ne!(command_form(a), command_form(b));
        }
    }

    #[test]
    fn hostile_text_does_not_panic() {
        for text in ["<", "\"", "-", "$", "<é", "'é", "-é", "<\u{ff1c}>", "|{(;&"] {
            let _ = CommandShape::of(text);
            let _ = is_command_line(text);
            let _ = command_form(text);
        }
    }
}
