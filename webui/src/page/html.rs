//! Writes HTML in which nothing that was typed by somebody can become markup.

/// A page that grows downwards.
pub(super) struct Html {
    page: String,
}

impl Html {
    /// Writes the head.
    pub(super) fn begin(language: &str, title: &str) -> Self {
        let mut html = Self { page: String::with_capacity(8 * 1024) };
        html.raw("<!DOCTYPE html>\n<html lang=\"")
            .text(language)
            .raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.raw("<link rel=\"stylesheet\" href=\"/style.css\">\n").element("title", title);
        html.raw("</head>\n<body>\n");
        html
    }

    /// Adds markup of our own.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.page.push_str(markup);
        self
    }

    /// Adds text, whatever it is.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.page.push_str(&escape(text));
        self
    }

    /// Adds an element that holds text only.
    pub(super) fn element(&mut self, name: &str, text: &str) -> &mut Self {
        self.raw("<").raw(name).raw(">").text(text).raw("</").raw(name).raw(">\n")
    }

    /// Ends the page.
    pub(super) fn finish(mut self) -> String {
        self.raw("</body>\n</html>\n");
        self.page
    }
}

/// Takes their meaning from the five characters that have one, in text and in quoted attributes, of HTML and of XML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
