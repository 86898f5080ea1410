//! Where a call goes: a pure function of the directory, the attempt and the moment.

use std::sync::Arc;

use model::{
    Account, Cause, ContactKind, ContactMethod, ContactMethodId, Dialled, Directory, LineId, Now, TraceStep,
    Username,
};

/// Somebody wants to call.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The account that calls.
    pub caller: Arc<Account>,
    /// Exactly what was dialled.
    pub dialled: String,
}

/// Where it goes, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What to do.
    pub plan: Plan,
    /// Rule by rule, why.
    pub trace: Vec<TraceStep>,
}

/// What to do with an attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// There is nothing to call.
    Reject(Cause),
    /// Call these at once.
    Ring {
        /// The line that was reached.
        line: LineId,
        /// Its number.
        number: String,
        /// Its name.
        name: String,
        /// The accounts that ring.
        targets: Vec<Target>,
    },
}

/// An account that is to ring; each telephone registered on it is a leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The contact method.
    pub contact_method: ContactMethodId,
    /// The account, as registered.
    pub username: Username,
}

/// Decides where an attempt goes.
pub fn decide(directory: &Directory, attempt: &Attempt, _now: Now) -> Decision {
    let mut trace = Vec::new();
    let mut step = |rule: &str, decision: String| trace.push(TraceStep { rule: rule.to_owned(), decision });
    let dialled = &attempt.dialled;
    let (line, only) = match directory.resolve(dialled) {
        Some(Dialled::Line(line)) => (line, None),
        Some(Dialled::Account(account, line)) => (line, Some(account)),
        None => {
            step("number", format!("nothing here is called {dialled:?}"));
            return Decision { plan: Plan::Reject(Cause::NotFound), trace };
        }
    };
    let Some(entry) = directory.line(line) else {
        step("number", format!("{dialled:?} belongs to a line that is gone"));
        return Decision { plan: Plan::Reject(Cause::NotFound), trace };
    };
    step("number", format!("{dialled} is {} of {}", entry.line.number, entry.display_name));
    let mut targets = Vec::new();
    for method in &entry.contact_methods {
        if only.is_some_and(|only| only != method.id) {
            continue;
        }
        match target(method) {
            Ok(target) => {
                step("contact", format!("account {} rings", target.username));
                targets.push(target);
            }
            Err(why) => step("contact", why),
        }
    }
    if targets.is_empty() {
        step("contacts", "no telephone of this line can ring".to_owned());
        return Decision { plan: Plan::Reject(Cause::Unreachable), trace };
    }
    let number = entry.line.number.to_string();
    Decision { plan: Plan::Ring { line, number, name: entry.display_name.clone(), targets }, trace }
}

fn target(method: &ContactMethod) -> Result<Target, String> {
    match &method.kind {
        ContactKind::Sip { username, .. } => {
            Ok(Target { contact_method: method.id, username: username.clone() })
        }
        ContactKind::App => Err("the browser's telephone is not open".to_owned()),
        ContactKind::PstnForward { number } => Err(format!("no trunk leads to the outside number {number}")),
        ContactKind::SipForward { uri } => Err(format!("no trunk leads to {uri}")),
    }
}

#[cfg(test)]
mod tests {
    use model::{DigestAlgorithm, DirectoryBuilder, Ha1, Line, Office, OfficeId, Owner, PersonId};

    use super::*;

    #[test]
    fn goes_where_the_directory_says() {
        for (dialled, expected) in [
            ("201", "ring 201 Anna: u201 u201b"),
            ("u201b", "ring 201 Anna: u201b"),
            ("202", "ring 202 Ben: 202"),
            ("203", "reject Unreachable"),
            ("999", "reject NotFound"),
            ("", "reject NotFound"),
        ] {
            let decision = decide(&directory(), &attempt(dialled), now());
            assert_eq!(describe(&decision.plan), expected, "{dialled:?}");
            assert!(!decision.trace.is_empty(), "{dialled:?} is explained");
        }
    }

    #[test]
    fn a_contact_that_cannot_ring_is_explained() {
        let decision = decide(&directory(), &attempt("203"), now());
        let text: Vec<_> = decision.trace.iter().map(|step| step.decision.as_str()).collect();
        assert!(text.contains(&"no trunk leads to the outside number 089123"), "{text:?}");
    }

    fn describe(plan: &Plan) -> String {
        match plan {
            Plan::Reject(cause) => format!("reject {cause:?}"),
            Plan::Ring { number, name, targets, .. } => {
                let names: Vec<_> = targets.iter().map(|target| target.username.as_str()).collect();
                format!("ring {number} {name}: {}", names.join(" "))
            }
        }
    }

    fn now() -> Now {
        Now { tick: std::time::Instant::now(), wall: jiff::Timestamp::UNIX_EPOCH }
    }

    fn attempt(dialled: &str) -> Attempt {
        let caller = directory().account("202").unwrap().clone();
        Attempt { caller, dialled: dialled.to_owned() }
    }

    fn directory() -> Directory {
        let office = Office::named(OfficeId::new(0, [0; 10]), "");
        let mut builder = DirectoryBuilder::new(1, "test", office, Vec::new());
        let owner = Owner::Person(PersonId::new(0, [0; 10]));
        for (n, number, name) in [(1, "201", "Anna"), (2, "202", "Ben"), (3, "203", "Cleo")] {
            let line = Line::new(LineId::new(n, [0; 10]), owner, number.parse().unwrap());
            builder.line(line, name).unwrap();
        }
        let pstn = ContactKind::PstnForward { number: "089123".to_owned() };
        for (n, line, kind) in [
            (1, 1, sip("u201")),
            (2, 1, sip("u201b")),
            (3, 2, sip("202")),
            (4, 3, ContactKind::App),
            (5, 3, pstn),
        ] {
            let ha1 = Ha1 { md5: [0; 16], sha256: [0; 32] };
            let method = ContactMethod {
                id: ContactMethodId::new(n, [0; 10]),
                line: LineId::new(line, [0; 10]),
                position: 0,
                kind,
            };
            builder.contact_method(method, Some(ha1)).unwrap();
        }
        builder.build()
    }

    fn sip(username: &str) -> ContactKind {
        ContactKind::Sip { username: username.parse().unwrap(), algorithm: DigestAlgorithm::Md5 }
    }
}
