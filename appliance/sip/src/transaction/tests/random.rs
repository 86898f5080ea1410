//! Anything in any order: the tables stay within their bound and drain to nothing.

use super::*;

const MAX: usize = 60;

#[test]
fn whatever_happens_the_tables_are_bounded_and_drain() {
    for seed in 0..100 {
        let mut run = Run::new(seed);
        for step in 0..600 {
            run.step();
            run.check(&format!("seed {seed}, step {step}"));
        }
        run.world.pass(700_000);
        assert_eq!(run.world.layer.leftovers(), 0, "seed {seed} left something behind");
        assert_eq!(run.world.layer.poll_timeout(), None, "seed {seed}");
    }
}

struct Run {
    world: World,
    random: u64,
    servers: Vec<(ServerId, &'static str, String)>,
    clients: Vec<ClientId>,
}

impl Run {
    fn new(seed: u64) -> Run {
        let transport = if seed % 4 == 3 { Transport::Tcp } else { Transport::Udp };
        Run {
            world: World::with(transport, MAX),
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            servers: Vec::new(),
            clients: Vec::new(),
        }
    }

    fn step(&mut self) {
        match self.below(10) {
            0..=2 => self.request(),
            3 | 4 => self.answer(),
            5 => self.send(),
            6 | 7 => self.response(),
            8 => self.give_up(),
            _ => {
                let ms = [0, 1, 100, 500, 4000, 20_000][self.below(6)];
                self.world.pass(ms);
            }
        }
    }

    fn request(&mut self) {
        let methods = ["INVITE", "ACK", "CANCEL", "OPTIONS", "BYE", "REGISTER", "FOO"];
        let method = methods[self.below(methods.len())];
        let branch = self.branch();
        if let Some(id) = self.world.request(method, &branch, "") {
            self.servers.push((id, method, branch));
        }
    }

    fn answer(&mut self) {
        if self.servers.is_empty() {
            return;
        }
        let at = self.below(self.servers.len());
        let (id, method, branch) = self.servers[at].clone();
        let status = self.status();
        match self.below(8) {
            0 => self.world.layer.respond_and_forget(id, response(method, &branch, status)),
            1 => self.world.layer.acked(id),
            _ => self.world.answer(id, method, &branch, status),
        }
    }

    fn send(&mut self) {
        let method = ["INVITE", "OPTIONS", "BYE"][self.below(3)];
        let bytes = own(method, &self.branch());
        self.clients.extend(self.world.layer.request(bytes, self.world.flow, self.world.now));
    }

    fn response(&mut self) {
        let method = ["INVITE", "OPTIONS", "BYE", "CANCEL"][self.below(4)];
        let (branch, status) = (self.branch(), self.status());
        self.world.response(method, &branch, status);
    }

    fn give_up(&mut self) {
        if !self.clients.is_empty() {
            let at = self.below(self.clients.len());
            self.world.layer.cancel(self.clients[at], self.world.now);
        }
    }

    fn check(&mut self, name: &str) {
        let layer = &self.world.layer;
        assert!(layer.len() <= MAX, "{name}");
        // A key, an entry and a deadline each, and perhaps a place in the queue of answered ones.
        assert!(layer.leftovers() <= 4 * MAX + MAX, "{name}: {}", layer.leftovers());
        assert!(layer.poll_timeout().is_none_or(|due| due >= self.world.now), "{name}");
        self.world.sent();
    }

    fn status(&mut self) -> u16 {
        [100, 180, 200, 202, 302, 404, 487, 500, 603][self.below(9)]
    }

    fn branch(&mut self) -> String {
        // One in eight is of RFC 2543.
        match self.below(8) {
            0 => format!("old{}", self.below(4)),
            _ => format!("z9hG4bK{}", self.below(60)),
        }
    }

    /// xorshift64*.
    fn below(&mut self, bound: usize) -> usize {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        (self.random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }
}
