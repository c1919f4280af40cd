//! Changes after which an article says what it said before.

use crate::change::{Change, Changes};
use crate::text::{Line, Part, lines};

/// Changes after which an article says what it said before.
pub fn harmless(text: &str) -> Vec<Change> {
    let mut all = Changes::default();
    let own = lines(text);
    for line in own.iter().filter(|line| line.part == Part::Prose) {
        let item = &line.text[line.indent() + line.marker()..];
        let body = item.trim_start_matches(' ');
        let begin = line.text.len() - body.len();
        if let Some(at) = body.find(' ') {
            let at = begin + at;
            all.add("space doubled", line.at(at..at), " ");
            all.add("no-break space", line.at(at..at + 1), "\u{a0}");
            let rest = &line.text[at + 1..];
            if begin == 0 && rest.starts_with(char::is_alphabetic) && !rest.contains("](") {
                all.add("line broken", line.at(at..at + 1), "\n");
            }
        }
        if let Some(last) = line.text.strip_suffix('.') {
            all.add("full stop lost", line.at(last.len()..line.text.len()), "");
        }
        if let Some(at) = line.text.find('\'') {
            all.add("apostrophe", line.at(at..at + 1), "\u{2019}");
        }
        all.add("blank line doubled", line.end()..line.end(), "\n");
    }
    for line in own.iter().filter(|line| line.part == Part::Heading) {
        all.add("heading closed", line.end()..line.end(), " ##");
    }
    for line in own.iter().filter(|line| line.part == Part::Command) {
        for (at, _) in line.text.match_indices(" | ").take(1) {
            all.add("command: spaces", line.at(at..at + 1), "  ");
        }
        // Outside a block of code it would be another tag that Markdown swallows.
        if let Some(at) = line
            .text
            .find("<server name>")
            .filter(|_| line.indent() > 2)
        {
            all.add("command: placeholder", line.at(at..at + 13), "<ServerName>");
        }
    }
    let mut all = all.one_of_each(text);
    let mut whole = |kind, to| {
        let at = 0..text.len();
        all.push(Change { kind, at, to });
    };
    let items = |change: fn(&Line<'_>) -> String| {
        let each = own.iter().map(|line| match line.part {
            Part::Prose => change(line),
            _ => line.text.to_owned(),
        });
        each.collect::<Vec<_>>().join("\n") + "\n"
    };
    whole("CRLF", text.replace('\n', "\r\n"));
    whole(
        "without BOM",
        text.trim_start_matches('\u{feff}').to_owned(),
    );
    whole(
        "widths of columns",
        text.replace("<col style=\"width: 25%\" />", "<col />"),
    );
    let delimiters = items(|line| match line.marker() {
        0 | 1 => line.text.to_owned(),
        _ => line.text.replacen(". ", ") ", 1),
    });
    whole("delimiters of steps", delimiters);
    let bullets = items(|line| match line.marker() {
        1 => line.text.replacen('-', "*", 1),
        _ => line.text.to_owned(),
    });
    whole("bullets", bullets);
    all
}
