// The telephone in the page: JsSIP with the page's own microphone, and an ear that measures tones.
import JsSIP from 'jssip';

// Chromium plays a tone into the microphone, and its filters would take a steady tone for noise.
const MICROPHONE = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

let agent;
let session;
let ear;

/** Registers, and tells by `tell(word, data)` what happens from then on. Calls are answered at once. */
window.register = ({ exchange, username, secret }) => {
  const sockets = [new JsSIP.WebSocketInterface(`wss://${exchange}/ws`)];
  agent = new JsSIP.UA({ sockets, uri: `sip:${username}@${exchange}`, password: secret });
  agent.on('registered', () => tell('registered'));
  agent.on('registrationFailed', ({ cause }) => tell('failed', cause));
  agent.on('newRTCSession', ({ originator, session: begun }) => {
    session = begun;
    session.on('accepted', () => tell('accepted'));
    session.on('confirmed', () => tell('confirmed'));
    session.on('failed', ({ cause, message }) => tell('failed', `${cause} ${message?.status_code ?? ''}`));
    session.on('ended', ({ cause }) => tell('ended', cause));
    if (originator === 'remote') {
      session.on('peerconnection', ({ peerconnection }) => listen(peerconnection));
      session.answer({ mediaConstraints: { audio: MICROPHONE } });
    }
  });
  agent.start();
};

/** With `falsely` it names another certificate than its own, as one who changes descriptions on their way would. */
window.call = ({ number, falsely }) => {
  const forge = (description) => {
    if (falsely) description.sdp = description.sdp.replace(/(a=fingerprint:sha-256 ).*/, `$1${Array(32).fill('AB').join(':')}`);
  };
  agent.call(number, { mediaConstraints: { audio: MICROPHONE }, eventHandlers: { sdp: forge } });
  listen(session.connection);
};

/** Puts the call on hold, takes it back, or looks for a way anew (ICE restart), and tells when that is agreed on. */
window.change = (change) => {
  const done = () => tell('changed', change);
  if (change === 'hold') session.hold({}, done);
  if (change === 'resume') session.unhold({}, done);
  if (change === 'restart') session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, done);
};

window.hangUp = () => session.terminate();

/** Puts the ear to what comes from the other side. */
function listen(connection) {
  connection.addEventListener('track', async ({ track }) => {
    const sound = new MediaStream([track]);
    // Chromium decodes only what an element plays.
    const player = new Audio();
    player.muted = true;
    player.srcObject = sound;
    await player.play();
    const context = new AudioContext();
    ear = new AnalyserNode(context, { fftSize: 32768 });
    context.createMediaStreamSource(sound).connect(ear);
  });
}

/** What is heard now, the last two thirds of a second: how loud, and of each tone its part of that and its amplitude. */
window.heard = (tones) => {
  if (!ear) return null;
  const samples = new Float32Array(ear.fftSize);
  ear.getFloatTimeDomainData(samples);
  // Whole tenths of a second, so that every tone in question fits a whole number of times.
  const rate = ear.context.sampleRate;
  const whole = samples.subarray(0, Math.floor(samples.length / (rate / 10)) * (rate / 10));
  const energy = whole.reduce((sum, sample) => sum + sample * sample, 0);
  const measured = tones.map((hz) => {
    const power = goertzel(whole, (2 * Math.PI * hz) / rate);
    return {
      hz,
      share: energy > 0 ? (2 * power) / (energy * whole.length) : 0,
      amplitude: (2 * Math.sqrt(power)) / whole.length,
    };
  });
  return { amplitude: Math.sqrt((2 * energy) / whole.length), tones: measured };
};

/** The squared magnitude of one frequency (Goertzel 1958). */
function goertzel(samples, angle) {
  const turn = 2 * Math.cos(angle);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample + turn * last - before, last];
  return last * last + before * before - turn * last * before;
}

/** What the browser itself says of the connection. */
window.figures = async () => {
  const all = [...(await session.connection.getStats()).values()];
  const one = (type) => all.find((entry) => entry.type === type && (entry.kind ?? 'audio') === 'audio') ?? {};
  const codec = ({ codecId }) => all.find(({ id }) => id === codecId)?.mimeType;
  const [sent, received, transport] = [one('outbound-rtp'), one('inbound-rtp'), one('transport')];
  return {
    sends: codec(sent),
    receives: codec(received),
    packetsSent: sent.packetsSent,
    packetsReceived: received.packetsReceived,
    packetsLost: received.packetsLost,
    // From the reports (RTCP) of the other side.
    packetsLostThere: one('remote-inbound-rtp').packetsLost,
    ice: session.connection.iceConnectionState,
    ufrag: transport.iceLocalUsernameFragment,
    dtls: transport.dtlsState,
    role: transport.dtlsRole,
    tls: transport.tlsVersion,
    srtp: transport.srtpCipher,
  };
};

/** Everything that a person needs who looks for the fault. */
window.everything = async () => ({
  figures: [...((await session?.connection?.getStats()) ?? []).values()],
  local: session?.connection?.localDescription?.sdp,
  remote: session?.connection?.remoteDescription?.sdp,
  ear: ear && { context: ear.context.state, rate: ear.context.sampleRate, heard: heard([440, 1000]) },
});
