//! Drawing SVG. Colours and fonts are those of the style sheet.

use super::text::attribute;
use crate::syntax::escape_html;

/// The width of a text of 12 CSS pixels, in pixels: generous, because the font of the reader is unknown.
pub(super) fn text_width(text: &str, is_code: bool) -> usize {
    let tenths: usize = text
        .chars()
        .map(|c| match c {
            '\u{2e80}'.. => 122,
            _ if is_code => 74,
            'A'..='Z' => 86,
            _ => 70,
        })
        .sum();
    tenths.div_ceil(10)
}

/// Appends texts and the numbers between them. Pictures are mostly numbers, so they are not formatted as others are.
macro_rules! draw {
    ($out:expr, $($text:literal $($number:ident)?)+) => {
        $(
            $out.push_str($text);
            $($out.push_str(itoa::Buffer::new().format($number));)?
        )+
    };
}

/// A picture that is being drawn.
#[derive(Debug)]
pub(super) struct Canvas {
    out: String,
}

impl Canvas {
    /// A picture of `(width, height)` with what it shows as words.
    pub(super) fn new((width, height): (usize, usize), title: &str, description: &str) -> Self {
        let mut out = String::with_capacity(4096);
        out.push_str("<svg class=\"picture\" role=\"group\" aria-labelledby=\"_title\" aria-describedby=\"_description\"");
        draw!(out, " width=\"" width "\" height=\"" height "\" viewBox=\"0 0 " width " " height "\">\n<title id=\"_title\">");
        escape_html(title, &mut out);
        out.push_str("</title>\n<desc id=\"_description\">");
        escape_html(description, &mut out);
        out.push_str("</desc>\n");
        Self { out }
    }

    /// A curve from left to right.
    pub(super) fn curve(&mut self, (x1, y1): (usize, usize), (x2, y2): (usize, usize)) {
        let middle = x1.midpoint(x2);
        draw!(self.out, "<path d=\"M" x1 " " y1 "C" middle " " y1 " " middle " " y2 " " x2 " " y2 "\"/>\n");
    }

    /// A box with a label, and the whole text as its title; a link if it leads somewhere.
    pub(super) fn node(
        &mut self,
        (x, y, width, height): (usize, usize, usize, usize),
        class: &str,
        label: &str,
        title: &str,
        href: Option<&str>,
    ) {
        if let Some(href) = href {
            self.out.push_str("<a");
            attribute("href", href, &mut self.out);
            self.out.push('>');
        }
        draw!(self.out, "<rect x=\"" x "\" y=\"" y "\" width=\"" width "\" height=\"" height "\" rx=\"4\">");
        if label != title {
            self.out.push_str("<title>");
            escape_html(title, &mut self.out);
            self.out.push_str("</title>");
        }
        self.out.push_str("</rect>");
        self.label((x + 10, y + height / 2 + 4), class, label);
        if href.is_some() {
            self.out.push_str("</a>\n");
        }
    }

    /// A text that begins at a place.
    pub(super) fn label(&mut self, (x, y): (usize, usize), class: &str, text: &str) {
        draw!(self.out, "<text x=\"" x "\" y=\"" y "\" class=\"");
        self.out.push_str(class);
        self.out.push_str("\">");
        escape_html(text, &mut self.out);
        self.out.push_str("</text>\n");
    }

    /// A text that rises to the right from a place.
    pub(super) fn rising_label(&mut self, (x, y): (usize, usize), text: &str) {
        draw!(self.out, "<text transform=\"translate(" x " " y ") rotate(-40)\" class=\"term\">");
        escape_html(text, &mut self.out);
        self.out.push_str("</text>\n");
    }

    /// A dot, and what it means.
    pub(super) fn dot(&mut self, (x, y): (usize, usize), title: &str) {
        draw!(self.out, "<circle cx=\"" x "\" cy=\"" y "\" r=\"5\"><title>");
        escape_html(title, &mut self.out);
        self.out.push_str("</title></circle>\n");
    }

    /// A thin line across.
    pub(super) fn line(&mut self, (x1, y1): (usize, usize), (x2, y2): (usize, usize)) {
        draw!(self.out, "<path class=\"thin\" d=\"M" x1 " " y1 "L" x2 " " y2 "\"/>\n");
    }

    /// The picture.
    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}
