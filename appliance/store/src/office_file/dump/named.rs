//! The office, its sites, and what has a unique name.

use model::Hours;

use super::Dump;
use crate::rows::word;

impl Dump<'_> {
    pub(super) fn office(&mut self) {
        let office = &self.rows.office;
        self.text.push_str("[office]\n");
        self.text("name", &office.name);
        self.text("country", &office.country);
        self.text("region", &office.region);
        self.text("timezone", &office.timezone);
        self.text("short_name", &office.short_name);
        self.text("email_domain", &office.email_domain);
        self.text("support_contact", &office.support_contact);
        self.text("portal_url", &office.portal_url);
    }

    pub(super) fn mail_server(&mut self) {
        let Some(server) = &self.rows.mail_server else { return };
        self.single("mail_server");
        self.text("host", &server.host);
        self.number("port", server.port.into());
        self.text("security", &word(server.security));
        self.text("username", &server.username);
        self.text("sender_address", &server.sender_address);
        self.text("sender_name", &server.sender_name);
    }

    pub(super) fn sites(&mut self) {
        for site in &self.rows.sites {
            self.table("site");
            self.text("id", &site.id.to_string());
            self.text("name", &site.name);
            self.text("region", &site.region);
            self.text("timezone", &site.timezone);
            self.text("emergency_address", &site.emergency_address);
            self.text("outside_prefix", &site.outside_prefix);
            let subnets: Vec<&str> = site.subnets.iter().map(String::as_str).collect();
            self.list("subnets", &subnets);
        }
    }

    pub(super) fn time_frames(&mut self) {
        for row in &self.rows.time_frames {
            self.table("time_frame");
            self.text("id", &row.id.to_string());
            self.text("name", &row.name);
            let hours: Vec<String> = row.hours.iter().map(Hours::to_string).collect();
            self.list("hours", &hours.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    pub(super) fn announcements(&mut self) {
        for row in &self.rows.announcements {
            self.table("announcement");
            self.text("id", &row.id.to_string());
            self.text("name", &row.name);
        }
    }

    pub(super) fn feature_codes(&mut self) {
        for row in &self.rows.feature_codes {
            self.table("feature_code");
            self.text("id", &row.id.to_string());
            self.text("feature", &word(row.feature));
            self.text("code", row.code.as_str());
        }
    }

    pub(super) fn phone_numbers(&mut self) {
        for row in &self.rows.phone_numbers {
            self.table("phone_number");
            self.text("id", &row.id.to_string());
            self.text("number", &row.number);
            self.text("label", &row.label);
            let line = self.rows.lines.iter().find(|line| Some(line.id) == row.line);
            self.text("line", line.map_or("", |line| line.number.as_str()));
        }
    }
}
