//! Where in the Markdown a flaw of a knowledge article comes from.
//!
//! Nothing of that is remembered while a pack is made, which costs time in every build. An article with a flaw is made once
//! more, and then remembers.

use super::build::Built;
use super::knowledge::{Articles, Context, Room};
use super::language::Choice;
use super::{Input, article};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::verify::{ArticlePiece, Violation};

/// What a pack was made of.
#[derive(Debug)]
pub struct Trace<'k, 'b> {
    input: Input<'k>,
    choice: &'b Choice,
    built: &'b Built<'k>,
}

impl<'k, 'b> Trace<'k, 'b> {
    /// The trace of a pack.
    pub fn new(input: Input<'k>, choice: &'b Choice, built: &'b Built<'k>) -> Self {
        Self {
            input,
            choice,
            built,
        }
    }

    /// Says where a violation comes from.
    pub fn refusal(&self, violation: Violation) -> Diagnostic {
        let piece = violation.piece.as_ref();
        let place = piece.and_then(|piece| self.place(piece));
        let mut diagnostic = Diagnostic::new(Rule::PackRefused, violation.message);
        diagnostic.primary = place.or(violation.origin);
        diagnostic.help = Some(violation.help).filter(|help| !help.is_empty());
        diagnostic
    }

    /// Where a place in a knowledge article comes from.
    fn place(&self, piece: &ArticlePiece) -> Option<Location> {
        let mut languages = self.choice.languages.iter();
        let (locale, _) = languages.find(|(_, code)| *code == piece.language)?;
        let mut articles = self.built.articles.iter();
        let (_, subject) = articles.find(|(id, _)| id.to_string() == piece.element)?;
        let set = self.input.kb.health_sets.get(subject.article()?)?;
        let context = Context {
            is_traced: true,
            ..self.input.context(set, *locale)
        };
        let mut articles = Articles::new(context, Room::default());
        let places = article(&mut articles, *subject);
        let mut left = piece.byte;
        let byte = articles.pieces()[places].iter().find_map(|piece| {
            let byte = piece.start + left;
            left = left.saturating_sub(piece.len());
            piece.contains(&byte).then_some(byte)
        });
        articles.maml().place(byte?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Elements, knowledge};
    use super::*;
    use crate::compile;
    use crate::diagnostic::SourceId;
    use crate::workspace::{Config, Source};

    /// Words that begin with `zz` stand once in an article, each in a line of its own.
    const WIDGET: &str = "---
title: Widget
ms:assetid: a
ms:mtpsurl: https://example.org/ms.exch.scom.widget(v=EXCHG.150)
---

# Widget

zzIntroduction of it.

## Explanation

It is watched, and this
sentence `zzCode` goes
on **for zzBold** three
[lines zzLink](https://example.org/zzAddress).

<table>
<thead>
<tr><th>Probe</th><th>Health Set</th><th>Associated Monitors</th></tr>
</thead>
<tbody>
<tr><td><p>zzAProbe</p></td><td><p>Widget</p></td><td><p>zzAMonitor</p></td></tr>
<tr><td><p>zzBProbe</p></td><td><p>Widget</p></td><td><p>zzBMonitor</p></td></tr>
</tbody>
</table>

## Common issues

- One

- zzBullet

  - zzNested

## User Action

> zzQuote

| A | B |
|---|---|
| 1 | zzCell |
| zzCell2 | 2 |

## Verifying the issue

1. Read.

2. zzStep:

   1. zzSubstep:

      ```powershell
      Get-Widget <server name> |
        Select-Object zzSecond |
        Format-List zzThird
      ```

      **Note**: zzNote is noted.

3. Run:

   ```powershell
   Invoke-MonitoringProbe <health set name>\\<probe name> -Server <server name> -Is zzProbing
   ```

## zzAMonitor Recovery Actions

1. zzRecover.

### zzAlert text

zzParagraph of it.

## For More Information

[zzMore](https://example.org/more)
";

    /// The words and where they stand: each with its line in the Markdown and the line that its place in the MAML leads to.
    fn traced(files: &[(&str, &str)], tag: &str) -> Vec<(String, usize, usize)> {
        let sources: Vec<Source> = files
            .iter()
            .zip(0..)
            .map(|((tag, text), number)| {
                let path = format!("{tag}/widget.md");
                let locale = tag.parse().expect("a tag");
                let bytes = text.as_bytes().to_vec();
                let mut source = Source::new(
                    path.as_str().into(),
                    path.as_str().into(),
                    Some(locale),
                    Ok(bytes),
                );
                source.id = SourceId(number);
                source
            })
            .collect();
        let config = Config::default();
        let read = compile::read(&sources, &config, &[], &[]).expect("articles");
        let compilation = read.compile(&config, &sources);
        let kb = &compilation.knowledge;
        let languages = &read.languages;
        let elements = Elements::new(kb, languages, &config.pack);
        let choice = Choice::new(kb, languages);
        let input = Input {
            kb,
            languages,
            config: &config.pack,
        };
        let trace = Trace::new(input, &choice, &elements.built);
        let locale = tag.parse().expect("a tag");
        let mut found = Vec::new();
        for (element, subject) in &elements.built.articles {
            let set = &kb.health_sets[subject.article().expect("of an article")];
            let context = input.context(set, locale);
            let mut articles = knowledge::Articles::new(context, Room::default());
            let places = article(&mut articles, *subject);
            let text = articles.maml().as_str();
            let pieces = articles.pieces()[places].iter();
            let maml: String = pieces.map(|it| &text[it.clone()]).collect();
            for (byte, _) in maml.match_indices("zz") {
                let word: String = maml[byte..]
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect();
                let piece = ArticlePiece {
                    language: languages.scom(locale).expect("a code").to_owned(),
                    element: element.to_string(),
                    byte,
                };
                let place = trace.place(&piece).expect("a place");
                let source = &sources[place.source.0 as usize];
                let line = |at: usize| source.line_column(u32::try_from(at).expect("small")).line;
                let own = source.text.find(&word).expect("in the article");
                found.push((word, line(own), line(place.span.start as usize)));
            }
        }
        found
    }

    #[test]
    fn a_piece_of_an_article_leads_to_its_line() {
        // In the text they stand where the table first names them.
        let names = ["zzAProbe", "zzBProbe", "zzAMonitor", "zzBMonitor"];
        let italian = WIDGET.replace("# Widget\n\n", "# Widget\n\nItaliano.\n\n");
        for (files, tag) in [
            (vec![("en-US", WIDGET)], "en-US"),
            (vec![("en-US", WIDGET), ("it-IT", &italian)], "it-IT"),
        ] {
            let found = traced(&files, tag);
            for (word, expected, line) in &found {
                assert!(
                    names.contains(&word.as_str()) || line == expected,
                    "{tag}: {word} is in {expected}, not {line}"
                );
            }
            let words = found
                .iter()
                .filter(|(word, ..)| !names.contains(&word.as_str()));
            let words: std::collections::BTreeSet<&str> =
                words.map(|(word, ..)| word.as_str()).collect();
            assert_eq!(words.len(), 20, "{words:?}");
        }
    }
}
