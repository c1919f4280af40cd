//! Golden tests for what real articles do to a parser.

use super::*;
use crate::syntax::{InlineKind, plain_text};

fn tree(text: &str) -> Vec<Block> {
    parse(text, 0, &mut Vec::new())
}

/// The tree as indented lines, for reading.
fn outline(blocks: &[Block]) -> String {
    fn go(blocks: &[Block], depth: usize, out: &mut String) {
        for block in blocks {
            out.push_str(&"  ".repeat(depth));
            match &block.kind {
                BlockKind::Heading { level, text } => {
                    out.push_str(&format!("h{level} {}\n", plain_text(text)));
                }
                BlockKind::Paragraph(text) => out.push_str(&format!("p {}\n", plain_text(text))),
                BlockKind::Code(code) => {
                    out.push_str(&format!("code[{:?}] {:?}\n", code.fence, code.text));
                }
                BlockKind::List(list) => {
                    out.push_str(&format!("list {:?}\n", list.start));
                    for item in &list.items {
                        out.push_str(&"  ".repeat(depth + 1));
                        out.push_str("item\n");
                        go(&item.blocks, depth + 2, out);
                    }
                }
                BlockKind::Quote { alert, blocks } => {
                    out.push_str(&format!("quote {alert:?}\n"));
                    go(blocks, depth + 1, out);
                }
                BlockKind::Table(table) => {
                    out.push_str(&format!("table {} rows\n", table.rows.len()));
                }
                BlockKind::Rule => out.push_str("rule\n"),
            }
        }
    }
    let mut out = String::new();
    go(blocks, 0, &mut out);
    out
}

#[test]
fn a_list_cut_by_a_badly_indented_paragraph_is_one_list() {
    let text = "2. Do:\n\n   1. One\n\n   2. Two:\n\n      ```powershell\n      Get-Foo\n      ```\n\n     Stray:\n\n     ```powershell\n     Get-Bar\n     ```\n\n   3. Three\n\n3. Next\n";
    insta::assert_snapshot!(outline(&tree(text)), @r#"
    list Some(2)
      item
        p Do:
        list Some(1)
          item
            p One
          item
            p Two:
            code[Fenced] "Get-Foo"
            p Stray:
            code[Fenced] "Get-Bar"
          item
            p Three
      item
        p Next
    "#);
}

#[test]
fn a_fence_on_the_marker_line_with_a_blank_info_string() {
    let text = "1.  Run:\n    \n    1.  ``` \n        Set-Foo -x <a b>\n        ```\n    \n    2.  Go on.\n";
    insta::assert_snapshot!(outline(&tree(text)), @r#"
    list Some(1)
      item
        p Run:
        list Some(1)
          item
            code[Fenced] "Set-Foo -x <a b>"
          item
            p Go on.
    "#);
}

#[test]
fn indented_code_keeps_blank_lines_and_trailing_blanks_inside() {
    let text = "1.  Run:\n    \n        A-B one\n        \n        A-B two  \n        work*\n    \n    After.\n";
    insta::assert_snapshot!(outline(&tree(text)), @r#"
    list Some(1)
      item
        p Run:
        code[Indented] "A-B one\n\nA-B two  \nwork*"
        p After.
    "#);
}

#[test]
fn a_command_without_a_fence_keeps_its_placeholders_and_backslashes() {
    let text = "1. Run:\n\n   Invoke-MonitoringProbe <health set name>\\<probe name> -Server <server name> | Format-List\n";
    insta::assert_snapshot!(outline(&tree(text)), @r#"
    list Some(1)
      item
        p Run:
        code[Lost] "Invoke-MonitoringProbe <health set name>\\<probe name> -Server <server name> | Format-List"
    "#);
}

#[test]
fn a_naked_placeholder_in_prose_is_text() {
    assert_eq!(
        outline(&tree("Type <server name> or <b>x</b>.")),
        "p Type <server name> or x.\n"
    );
}

#[test]
fn an_nbsp_line_is_nothing_and_an_nbsp_after_the_markers_still_makes_bold() {
    let blocks = tree("\u{a0}\n\n**\u{a0}Heading of alert**\n");
    assert_eq!(blocks.len(), 1);
    let BlockKind::Paragraph(text) = &blocks[0].kind else {
        panic!("a paragraph");
    };
    assert!(
        matches!(text[0].kind, InlineKind::Strong { .. }),
        "{text:?}"
    );
}

#[test]
fn emphasis_beside_cjk_letters_is_mended() {
    let blocks = tree("在**<appSection>**節點中，**\\<x\\>**添加");
    let BlockKind::Paragraph(text) = &blocks[0].kind else {
        panic!("a paragraph");
    };
    let strong = text
        .iter()
        .filter(|inline| matches!(inline.kind, InlineKind::Strong { .. }));
    assert_eq!(strong.count(), 2, "{text:?}");
    assert_eq!(plain_text(text), "在<appSection>節點中，<x>添加");
}

#[test]
fn an_escaped_asterisk_beside_the_markers_stays_inside() {
    let blocks = tree("**\u{a0}Failed\\***");
    let BlockKind::Paragraph(text) = &blocks[0].kind else {
        panic!("a paragraph");
    };
    assert_eq!(text.len(), 1, "{text:?}");
    assert_eq!(plain_text(text), "\u{a0}Failed*");
}

#[test]
fn escaped_asterisks_stay_asterisks() {
    let blocks = tree("a \\*\\* b \\*\\* c");
    assert_eq!(outline(&blocks), "p a ** b ** c\n");
}

#[test]
fn inline_html_means_what_it_says() {
    let blocks = tree("_<strong>適用先:</strong> X_ a<br/>b");
    let BlockKind::Paragraph(text) = &blocks[0].kind else {
        panic!("a paragraph");
    };
    let InlineKind::Emphasis { children } = &text[0].kind else {
        panic!("emphasis: {text:?}");
    };
    assert!(matches!(children[0].kind, InlineKind::Strong { .. }));
    assert!(
        text.iter()
            .any(|inline| inline.kind == InlineKind::HardBreak)
    );
}

#[test]
fn a_table_inside_a_nested_item_and_one_cut_by_blank_lines() {
    let text = "1. A\n   1. B\n\n      <table>\n      <tbody>\n      <tr><td>x</td></tr>\n\n      <tr><td>y</td></tr>\n      </tbody>\n      </table>\n\n   2. C\n";
    insta::assert_snapshot!(outline(&tree(text)), @r"
    list Some(1)
      item
        p A
        list Some(1)
          item
            p B
            table 2 rows
          item
            p C
    ");
}

#[test]
fn half_a_table_does_not_swallow_the_next_section() {
    let mut problems = Vec::new();
    let blocks = parse(
        "<table>\n<tr><td>x\n\n## H\n\n<table><tr><td>y</td></tr></table>\n",
        0,
        &mut problems,
    );
    assert_eq!(problems.len(), 1);
    assert_eq!(outline(&blocks), "table 1 rows\nh2 H\ntable 1 rows\n");
}

#[test]
fn a_double_escaped_entity_stays_as_the_author_sees_it() {
    assert_eq!(
        outline(&tree("## a \\&lt;value\\&gt; b")),
        "h2 a &lt;value&gt; b\n"
    );
}

#[test]
fn a_quote_with_lazy_continuation_and_breaks() {
    insta::assert_snapshot!(outline(&tree("> crashed 3 times.\nWatson: <br/><br/> \\<*Message*\\>\n")), @r"
    quote None
      p crashed 3 times. Watson:    <Message>
    ");
}

#[test]
fn tight_items_keep_links_and_emphasis() {
    let blocks = tree("- [x](y) **z**\n- *a* b\n");
    let BlockKind::List(list) = &blocks[0].kind else {
        panic!("a list");
    };
    let texts: Vec<&BlockKind> = list.items.iter().map(|item| &item.blocks[0].kind).collect();
    assert!(
        matches!(texts[0], BlockKind::Paragraph(text) if text.len() == 3),
        "{texts:?}"
    );
    assert!(
        matches!(texts[1], BlockKind::Paragraph(text) if text.len() == 2),
        "{texts:?}"
    );
}

#[test]
fn pipe_tables_and_alerts_are_understood() {
    insta::assert_snapshot!(outline(&tree("> [!NOTE]\n> Hm.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")), @r"
    quote Some(Note)
      p Hm.
    table 1 rows
    ");
}

#[test]
fn ten_thousand_levels_are_flattened() {
    tree(&"> ".repeat(10_000));
    tree(&format!("{}x", "- ".repeat(10_000)));
    tree(&format!("{}x{}", "*a ".repeat(3_000), "*".repeat(3_000)));
}
