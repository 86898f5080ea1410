//! Where people find the box, for links in mails. What a request says of its host never gets into a mail: whoever sends
//! the request has chosen it.

use super::state::Api;
use super::view::View;
use crate::status::Bound;

/// The portal's host with its port, and its path if it has one: "pbx.example.com:8443"; none when nobody knows.
pub(crate) fn host(api: &Api, view: &View) -> Option<String> {
    let url = &view.office.office.portal_url;
    of_url(url).or_else(|| own(&api.office.status().addresses))
}

/// One of the box's own addresses.
fn own(addresses: &[Bound]) -> Option<String> {
    let web = addresses.iter().find(|bound| bound.service == "Web")?;
    web.reachable.iter().chain([&web.address]).find_map(|url| of_url(url))
}

fn of_url(url: &str) -> Option<String> {
    let host = url.strip_prefix("https://")?.trim_end_matches('/');
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_is_found_by_its_address_or_its_name() {
        for (address, reachable, expected) in [
            ("https://box:8443/", vec!["https://192.0.2.2:8443/"], Some("192.0.2.2:8443")),
            ("https://box:8443/", vec![], Some("box:8443")),
            ("https://[::1]:8443/", vec![], Some("[::1]:8443")),
            ("http://box/", vec![], None),
        ] {
            let sip = Bound { service: "SIP udp".to_owned(), ..Bound::default() };
            let web = Bound {
                service: "Web".to_owned(),
                address: address.to_owned(),
                reachable: reachable.into_iter().map(str::to_owned).collect(),
            };
            assert_eq!(own(&[sip, web]).as_deref(), expected);
        }
        assert_eq!(own(&[]), None);
        assert_eq!(of_url("https://pbx.example/portal/").as_deref(), Some("pbx.example/portal"));
    }
}
