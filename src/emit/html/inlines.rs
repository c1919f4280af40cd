//! Running text.

use std::borrow::Cow;

use super::anchors::StepAnchor;
use super::blocks::Writer;
use super::text::{attribute, attribute_of};
use crate::diagnostic::{Diagnostic, Rule, Span};
use crate::emit::{Link, has_anchor};
use crate::syntax::{Inline, InlineKind, escape_html, is_blank};

/// Whether a link stands anywhere in `text`, a reference to a step included.
pub(super) fn has_link(text: &[Inline]) -> bool {
    text.iter()
        .any(|inline| matches!(inline.kind, InlineKind::Link { .. }) || has_link(inline.children()))
}

impl<'a> Writer<'_, 'a> {
    /// Appends running text.
    pub(super) fn inlines(&mut self, text: &'a [Inline]) {
        for inline in text {
            self.inline(inline, false);
        }
    }

    /// Appends running text that stands in a link, and so can hold none.
    pub(super) fn inside_link(&mut self, text: &'a [Inline]) {
        for inline in text {
            self.inline(inline, true);
        }
    }

    fn inline(&mut self, inline: &'a Inline, in_link: bool) {
        match &inline.kind {
            InlineKind::Text { text } => escape_html(text, &mut self.out),
            InlineKind::Code { text } => {
                self.out.push_str("<code translate=\"no\">");
                escape_html(text, &mut self.out);
                self.out.push_str("</code>");
            }
            InlineKind::Label { text, .. } => self.label(text, inline.span, in_link),
            InlineKind::Emphasis { children } => self.wrapped("em", children, in_link),
            InlineKind::Strong { children } => self.wrapped("strong", children, in_link),
            InlineKind::Link { target, children } if in_link => {
                let _ = target;
                self.inside_link(children);
            }
            InlineKind::Link { target, children } => self.link(target, children, inline.span),
            // Pictures would be requests to other hosts or files that are not there; their text stands for them.
            InlineKind::Image { alt, .. } => escape_html(alt, &mut self.out),
            InlineKind::SoftBreak => self.out.push('\n'),
            InlineKind::HardBreak => self.out.push_str("<br>\n"),
        }
    }

    fn wrapped(&mut self, tag: &str, children: &'a [Inline], in_link: bool) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push('>');
        for child in children {
            self.inline(child, in_link);
        }
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// A token such as `2c`: a link, if it leads to a step.
    fn label(&mut self, text: &str, span: Span, in_link: bool) {
        let target = self
            .article
            .reference_at(span)
            .filter(|_| !in_link)
            .and_then(|reference| reference.target.as_ref());
        let section = target.and_then(|target| self.anchors.section(target.section));
        let (Some(target), Some(section)) = (target, section) else {
            escape_html(text, &mut self.out);
            return;
        };
        let anchor = StepAnchor(section, &target.path);
        self.out.push_str("<a class=\"step\"");
        attribute_of("href", &format_args!("#{anchor}"), &mut self.out);
        self.out.push('>');
        escape_html(text, &mut self.out);
        self.out.push_str("</a>");
    }

    fn link(&mut self, target: &'a str, children: &'a [Inline], span: Span) {
        let href: Cow<'_, str> = match self.site.links.resolve(target) {
            Link::Article(set, fragment) => {
                let page = self.site.page_name(&set.slug);
                match fragment {
                    Some(fragment) if has_anchor(set, &fragment) => {
                        [&page, "#", &fragment].concat().into()
                    }
                    _ => page.into(),
                }
            }
            Link::External(address) => address,
            Link::Fragment(fragment) if has_anchor(self.set, &fragment) => {
                ["#", &fragment].concat().into()
            }
            Link::Fragment(_) => Cow::default(),
            Link::Nowhere => {
                self.report_if_unsafe(target, span);
                Cow::default()
            }
        };
        if href.is_empty() {
            self.inlines(children);
            return;
        }
        self.out.push_str("<a");
        attribute("href", &href, &mut self.out);
        if href.contains(':') {
            self.out.push_str(" class=\"external\" rel=\"noreferrer\"");
        }
        self.out.push('>');
        if is_blank(children) {
            escape_html(&href, &mut self.out);
        } else {
            self.inside_link(children);
        }
        self.out.push_str("</a>");
    }

    /// A target with a scheme that leads nowhere was unsafe or malformed. Relative ones are files that the
    /// output does not have, which is no fault.
    fn report_if_unsafe(&mut self, target: &str, span: Span) {
        let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
        if scheme.contains(':') {
            self.diagnostics.push(
                Diagnostic::new(
                    Rule::UnsafeLink,
                    format!("the link to `{target}` is left out of the pages"),
                )
                .at(span.within(self.article.source))
                .help("pages link to http, https and mailto addresses and to other articles"),
            );
        }
    }
}
