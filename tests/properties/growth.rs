//! Four times the input takes about four times as long, whatever it consists of.

use std::time::{Duration, Instant};

use crate::compiler::{article, compile, outputs};
use mpkc::syntax::{CommandShape, command_form, is_command_line, parse_body, parse_top};

/// A text of about `n` repetitions of something that is cheap to write and may be dear to read.
type Pattern = (&'static str, fn(usize) -> String);

const BODIES: &[Pattern] = &[
    ("open brackets", |n| "[".repeat(n)),
    ("open images", |n| "![".repeat(n)),
    ("nested links", |n| "[a](".repeat(n)),
    ("nested brackets", |n| {
        format!("{}a{}", "[".repeat(n), "]".repeat(n))
    }),
    ("emphasis opened", |n| "*a ".repeat(n)),
    ("emphasis closed", |n| "a** ".repeat(n)),
    ("emphasis of both kinds", |n| "*a_ ".repeat(n)),
    ("emphasis of runs", |n| "*a **a ".repeat(n)),
    ("strong beside letters", |n| {
        "\u{4e2d}**\u{4e2d}\u{3002}**".repeat(n)
    }),
    ("strong across commands", |n| "**a `b` ".repeat(n)),
    ("backticks of growing runs", |n| {
        // Lengths grow with the root, so that the text stays linear.
        (1..)
            .map_while(|k| (k * k < n).then(|| format!("{} ", "`".repeat(k))))
            .collect()
    }),
    ("backtick pairs", |n| "`a``b".repeat(n)),
    ("backslashes", |n| "\\".repeat(n)),
    ("escaped marks", |n| "\\*".repeat(n)),
    ("entities", |n| "&amp;&#0;&x".repeat(n)),
    ("inline tags", |n| "<b><i>x".repeat(n)),
    ("end tags", |n| "</b></i>x".repeat(n)),
    ("unknown tags", |n| "<server name>".repeat(n)),
    ("open comments", |n| "<!-- a".repeat(n)),
    ("open processing", |n| "<?a".repeat(n)),
    ("open declarations", |n| "a <!A ".repeat(n)),
    ("open cdata", |n| "a <![CDATA[".repeat(n)),
    ("angle brackets", |n| "<".repeat(n)),
    ("angle and letter", |n| "<a ".repeat(n)),
    ("attributes", |n| format!("<div {}>", "a=b ".repeat(n))),
    ("quotes in one line", |n| "> ".repeat(n)),
    ("quotes in lines", |n| "> a\n\n".repeat(n)),
    ("lists in one line", |n| "- ".repeat(n)),
    ("numbers in one line", |n| "1. ".repeat(n)),
    ("list items", |n| "- a\n".repeat(n)),
    ("numbered items", |n| "1. a\n".repeat(n)),
    ("lists apart", |n| "1. a\n\nb\n\n".repeat(n)),
    ("lists that go on", |n| {
        (0..n)
            .map(|k| format!("{}. a\n\nb\n\n", k % 1_000_000 + 1))
            .collect()
    }),
    ("lists from seven", |n| "7. a\n\nb\n\n".repeat(n)),
    ("lists of two kinds", |n| "- a\n\n7. b\n\n".repeat(n)),
    ("nested lists", |n| {
        (0..n)
            .map(|k| format!("{}- a\n", " ".repeat(2 * (k % 40))))
            .collect()
    }),
    ("headings", |n| "## A\n\n".repeat(n)),
    ("headings with text", |n| "## A\n\nb\n\n".repeat(n)),
    ("headings of monitors", |n| {
        (0..n).map(|k| format!("## X{k}Monitor\n\na\n\n")).collect()
    }),
    ("headings of all levels", |n| {
        (0..n)
            .map(|k| format!("{} A\n\n", "#".repeat(k % 6 + 1)))
            .collect()
    }),
    ("titles", |n| "# A\n\n".repeat(n)),
    ("bold lines", |n| "**A**\n\n".repeat(n)),
    ("paragraphs", |n| "a b c\n\n".repeat(n)),
    ("one long paragraph", |n| "a b c\n".repeat(n)),
    ("one long word", |n| "a".repeat(n)),
    ("notes", |n| "> [!NOTE]\n> a\n\n".repeat(n)),
    ("labels", |n| "**A:** b\n\n".repeat(n)),
    ("step labels", |n| "2c ".repeat(n)),
    ("rules", |n| "***\n\n".repeat(n)),
    ("code blocks", |n| "```\na\n```\n\n".repeat(n)),
    ("commands", |n| {
        "```powershell\nGet-X <a> -B c\n```\n\n".repeat(n)
    }),
    ("commands without a fence", |n| {
        "Get-X <a> -B c\n\n".repeat(n)
    }),
    ("different commands", |n| {
        (0..n)
            .map(|k| format!("```\nGet-X{k} -B {k}\n```\n\n"))
            .collect()
    }),
    ("one long command", |n| {
        format!("```\nGet-X {}\n```\n", "-A b ".repeat(n))
    }),
    ("one long pipeline", |n| {
        format!("```\nGet-X {}\n```\n", "| A-B ".repeat(n))
    }),
    ("one command of angles", |n| {
        format!("```\nGet-X {}\n```\n", "<".repeat(n))
    }),
    ("one command of quotes", |n| {
        format!("```\nGet-X {}\n```\n", "\"a\" ".repeat(n))
    }),
    ("one command of placeholders", |n| {
        format!("```\nGet-X {}\n```\n", "<a> ".repeat(n))
    }),
    ("open fences", |n| "```\n~~~\n".repeat(n)),
    ("reference definitions", |n| {
        (0..n).map(|k| format!("[a{k}]: b\n\n[a{k}]\n\n")).collect()
    }),
    ("one reference, many uses", |n| {
        format!("[a]: {}\n\n{}", "b".repeat(1000), "[a] ".repeat(n))
    }),
    ("one definition again and again", |n| "[a]: b\n".repeat(n)),
    ("long link target", |n| format!("[a]({})", "b".repeat(n))),
    ("links", |n| "[a](b) ".repeat(n)),
    ("images", |n| "![a](b) ".repeat(n)),
    ("autolinks", |n| "<https://a.b> ".repeat(n)),
    ("table rows", |n| {
        format!("| A | B |\n|---|---|\n{}", "| a | b |\n".repeat(n))
    }),
    ("a table of columns", |n| {
        format!("{}\n{}\n|a|\n|b|\n", "|a".repeat(n), "|-".repeat(n))
    }),
    ("a table of columns and short rows", |n| {
        let side = (n as f64).sqrt() as usize;
        format!(
            "{}\n{}\n{}",
            "|a".repeat(side),
            "|-".repeat(side),
            "|a\n".repeat(side)
        )
    }),
    ("probe rows", |n| {
        let rows: String = (0..n)
            .map(|k| format!("| A{k}Probe | Abc | Network | A{k}Monitor |\n"))
            .collect();
        format!("## A\n\n| P | H | D | M |\n|---|---|---|---|\n{rows}")
    }),
    ("probe rows without probes", |n| {
        format!(
            "## A\n\n| P | H | D | M |\n|---|---|---|---|\n{}",
            "| none | Abc | x | AMonitor |\n".repeat(n)
        )
    }),
    ("monitors in one cell", |n| {
        format!(
            "<table><tr><td>P</td><td>H</td><td>D</td><td>M</td></tr><tr><td>AProbe</td><td>Abc</td><td>N</td><td>{}</td></tr></table>\n",
            "<p>AMonitor</p>".repeat(n)
        )
    }),
    ("HTML rows", |n| {
        format!(
            "<table>{}</table>\n",
            "<tr><td><p>a</p></td><td>b</td></tr>".repeat(n)
        )
    }),
    ("HTML tables", |n| {
        "<table><tr><td>a</td></tr></table>\n\n".repeat(n)
    }),
    ("HTML tables that stay open", |n| "<table>\n\n".repeat(n)),
    ("HTML tables cut by blank lines", |n| {
        "<table><tr>\n\n<td>a</td>\n\n</tr></table>\n\n".repeat(n)
    }),
    ("HTML tables in tables", |n| "<table><tr><td>".repeat(n)),
    ("HTML lists in lists", |n| "<ul><li>".repeat(n)),
    ("HTML elements in elements", |n| {
        format!("<div>{}", "<div>".repeat(n))
    }),
    ("HTML blocks", |n| "<div>a</div>\n\n".repeat(n)),
    ("HTML code", |n| {
        format!("<div>{}</div>", "<pre>a</pre>".repeat(n))
    }),
    ("HTML scripts", |n| {
        format!("<div>{}", "<script>a".repeat(n))
    }),
    ("suppressions", |n| {
        "<!-- mpkc allow title-not-translated: a -->\n\n".repeat(n)
    }),
    ("steps", |n| {
        format!(
            "## A\n\n{}",
            (1..=n).map(|k| format!("{k}. a\n")).collect::<String>()
        )
    }),
    ("steps with commands", |n| {
        format!(
            "## A\n\n{}",
            (1..=n)
                .map(|k| format!("{k}. a\n\n   ```\n   Get-X {k}\n   ```\n\n"))
                .collect::<String>()
        )
    }),
    ("steps that refer", |n| {
        format!(
            "## A\n\n{}",
            (1..=n)
                .map(|k| format!("{k}. See 2c and 1a.\n\n   1. b\n   2. c\n   3. d\n\n"))
                .collect::<String>()
        )
    }),
    ("white space", |n| " \t".repeat(n)),
    ("no-break spaces", |n| "\u{a0}a".repeat(n)),
    ("line ends", |n| "\r\n".repeat(n)),
    ("carriage returns", |n| "a\r".repeat(n)),
    ("zero bytes", |n| "\0".repeat(n)),
    ("names of health sets", |n| "Abc.Proxy ".repeat(n)),
    ("names that differ", |n| {
        (0..n).map(|k| format!("X{k}Monitor ")).collect()
    }),
    ("numbers", |n| (0..n).map(|k| format!("{k} ")).collect()),
    ("addresses", |n| {
        (0..n).map(|k| format!("https://a.b/{k} ")).collect()
    }),
    ("sentences", |n| "Ask. ".repeat(n)),
];

/// Runs `work` on `n` and `4 n`; fails if three times in a row the second took far more than four times as long.
fn grows_linearly(name: &str, n: usize, work: impl Fn(usize) -> Duration) -> Result<(), String> {
    let mut worst = String::new();
    for _ in 0..3 {
        let (small, large) = (work(n), work(4 * n));
        // Quadratic is 16; caches and allocators make of 4 up to 7. What is over in no time proves nothing.
        if large < Duration::from_millis(60) || large < small * 9 {
            return Ok(());
        }
        worst = format!("{name}: {n} took {small:?}, four times as much took {large:?}");
    }
    Err(worst)
}

fn timed(work: impl FnOnce()) -> Duration {
    let since = Instant::now();
    work();
    since.elapsed()
}

fn all(patterns: &[Pattern], n: usize, work: impl Fn(&str)) {
    let mut wrong = Vec::new();
    // `MPKC_GROWTH=rows cargo test --test properties -- --nocapture` prints what patterns with this name take.
    let wanted = std::env::var("MPKC_GROWTH").ok();
    let verbose = wanted.is_some();
    let wanted = wanted.unwrap_or_default();
    for (name, text) in patterns.iter().filter(|(name, _)| name.contains(&wanted)) {
        let measure = |n| {
            let text = text(n);
            let took = timed(|| work(&text));
            if verbose {
                eprintln!("{name:40} {n:7} {took:?}");
            }
            took
        };
        wrong.extend(grows_linearly(name, n, measure).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reading_markdown() {
    all(BODIES, 10_000, |text| {
        parse_body(text, 0);
    });
}

#[test]
fn compiling_two_languages() {
    all(BODIES, 2_000, |text| {
        let en = article("en-US", text);
        // One block more, so that alignment has something to do.
        let it = article("it-IT", &format!("a\n\n{text}\n\nb\n"));
        compile(&[("en-US/abc.md", &en), ("it-IT/abc.md", &it)], |_| ());
    });
}

#[test]
fn emitting() {
    all(BODIES, 1_000, |text| {
        let en = article("en-US", text);
        outputs(&[("en-US/abc.md", &en)]);
    });
}

/// What is slow only where there is much of it.
const MUCH: &[Pattern] = &[
    ("many different commands", |n| {
        (0..n)
            .map(|k| format!("```powershell\nGet-Thing{k} -Identity <server {k}>\n```\n\n"))
            .collect()
    }),
    ("one command of different placeholders", |n| {
        let lines: String = (0..n)
            .map(|k| format!("Get-Thing -Identity <server {k}>\n"))
            .collect();
        format!("```powershell\n{lines}```\n")
    }),
];

#[test]
fn emitting_much() {
    all(MUCH, 5_000, |text| {
        let en = article("en-US", text);
        outputs(&[("en-US/abc.md", &en)]);
    });
}

#[test]
fn front_matter() {
    let tops: &[Pattern] = &[
        ("keys", |n| (0..n).map(|k| format!("k{k}: a\n")).collect()),
        ("unicode keys", |n| {
            (0..n).map(|k| format!("\u{e9}{k}: a\n")).collect()
        }),
        ("flow brackets", |n| format!("a: {}\n", "[".repeat(n))),
        ("flow mappings", |n| format!("a: {}\n", "{a: ".repeat(n))),
        ("block nesting", |n| {
            let side = (n as f64).sqrt() as usize;
            (0..side)
                .map(|k| format!("{}a:\n", " ".repeat(k)))
                .collect()
        }),
        ("sequences in one line", |n| {
            format!("a:\n  {}a\n", "- ".repeat(n))
        }),
        ("anchors", |n| {
            (0..n).map(|k| format!("k{k}: &a{k} b\n")).collect()
        }),
        ("aliases", |n| {
            format!(
                "a: &a b\n{}",
                (0..n).map(|k| format!("k{k}: *a\n")).collect::<String>()
            )
        }),
        ("alias bomb", |n| {
            let mut text = "a0: &a0 [x]\n".to_owned();
            for k in 1..n / 50 {
                let before = k - 1;
                text += &format!(
                    "a{k}: &a{k} [{}]\n",
                    vec![format!("*a{before}"); 9].join(",")
                );
            }
            text
        }),
        ("comments", |n| "# a\n".repeat(n)),
        ("a long scalar", |n| format!("a: |\n{}", "  b\n".repeat(n))),
        ("a long quoted scalar", |n| {
            format!("a: \"{}\"\n", "b\\n".repeat(n))
        }),
        ("question marks", |n| format!("{}a\n", "? ".repeat(n))),
    ];
    all(tops, 10_000, |yaml| {
        parse_top(&format!("---\n{yaml}---\n# A\n"));
    });
}

#[test]
fn commands() {
    let texts: &[Pattern] = &[
        ("angles", |n| "<".repeat(n)),
        ("angles apart", |n| "< a ".repeat(n)),
        ("quotes", |n| "'".repeat(n)),
        ("quotes of two kinds", |n| "'\"".repeat(n)),
        ("dashes", |n| "-".repeat(n)),
        ("parameters", |n| "-a ".repeat(n)),
        ("pipes", |n| "|".repeat(n)),
        ("words", |n| "Get-X ".repeat(n)),
        ("placeholders", |n| "<a b>".repeat(n)),
        ("lines", |n| "\n".repeat(n)),
        ("backslashes", |n| "a.exe\\".repeat(n)),
        ("percent", |n| "%a%\\".repeat(n)),
    ];
    all(texts, 20_000, |text| {
        for text in [text.to_owned(), format!("Get-X {text}")] {
            CommandShape::of(&text);
            command_form(&text);
            is_command_line(&text);
        }
    });
}
