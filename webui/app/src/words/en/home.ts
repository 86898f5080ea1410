import { counted } from '../counted';

export const home = {
  about: 'What the exchange does at this moment, and what today was like so far.',
  well: 'Everything works.',
  asOf: (time: string) => `What stands here is as of ${time}.`,
  noneRegistered:
    'The exchange is ready, but no telephone has registered yet. A telephone registers by itself once it has the user name and the password of its SIP account.',
  switchSilent: 'The exchange does not answer: no calls can be made at the moment. If this stays so, restart the box.',
  diskTrouble: (records: number) =>
    counted('en', records, {
      one: 'The disk cannot be written to. Calls go on; # call record waits in memory.',
      other: 'The disk cannot be written to. Calls go on; # call records wait in memory.',
    }),
  bounded: 'Since the box was started, something had to be turned away:',
  bounds: {
    calls_refused: (times: number) =>
      counted('en', times, {
        one: '# call, because too many went on at once',
        other: '# calls, because too many went on at once',
      }),
    sip_flood_dropped: (times: number) =>
      counted('en', times, {
        one: '# message of a telephone or an attacker that sent too many',
        other: '# messages of telephones or attackers that sent too many',
      }),
    sip_connections_refused: (times: number) =>
      counted('en', times, {
        one: '# connection of a telephone, because there were too many',
        other: '# connections of telephones, because there were too many',
      }),
    records_dropped: (times: number) =>
      counted('en', times, {
        one: '# call record, which is lost because the disk could not be written to',
        other: '# call records, which are lost because the disk could not be written to',
      }),
    bindings_dropped: (times: number) =>
      counted('en', times, {
        one: '# registration that would not survive a restart',
        other: '# registrations that would not survive a restart',
      }),
    rtp_orders_dropped: (times: number) => `Sound of calls: ${times} times the box could not keep up`,
    rtp_own_ports_refused: (times: number) =>
      `Sound of calls: ${times} times a telephone named an address of the box itself`,
  },
  begin: 'Begin here: who works in your office?',
  beginHow:
    'Add people one by one, or import them from a spreadsheet. Each gets an internal number; then telephones can register.',
  addPeople: 'Add people',
  importPeople: 'Import',
  callsNow: 'Calls now',
  registered: 'SIP accounts registered',
  of: (some: string, all: string) => `${some} of ${all}`,
  telephones: (count: number) => counted('en', count, { one: '# telephone or app', other: '# telephones or apps' }),
  lists: 'Whose are they?',
  unregistered: (count: number) => counted('en', count, { one: '# is not registered', other: '# are not registered' }),
  phones: {
    title: 'Who can be called',
    about: 'Every SIP account, and whether its telephone or app is there. Those that cannot be called stand first.',
    list: 'SIP accounts',
    search: 'Name, number or device',
    state: 'State',
    states: { registered: 'Registered', 'not-registered': 'Not registered', 'not-reachable': 'Does not answer' },
    name: 'Name',
    number: 'Number',
    device: 'Device',
    account: 'SIP account',
    since: 'Since',
    address: 'Address',
    expires: 'Registered until',
    longer: 'Longer than the box has been running',
    never: 'Not since the box was started',
    none: 'There are no SIP accounts yet.',
    noneFound: 'No SIP account matches.',
    hint: 'A telephone that is not registered is switched off, unplugged or not set up. One that does not answer was there a short while ago: the box asks each once a minute.',
  },
  calls: 'Calls today',
  missedOf: (count: number) => counted('en', count, { one: '# not answered', other: '# not answered' }),
  answered: 'Answered',
  wait: 'Mean wait',
  waitHint: 'until somebody answered',
  seconds: (count: string) => `${count} s`,
  inHours: (count: string) => `${count} h`,
  talk: 'Talk time',
  talkHint: 'of all calls together',
  live: 'Calls at this moment',
  noneLive: 'Nobody is on the telephone.',
  between: (from: string, to: string) => `${from} → ${to}`,
  stages: { ringing: 'rings', talking: 'talking', ending: 'ending' },
  moreLive: (count: number) => counted('en', count, { one: 'and # more', other: 'and # more' }),
  graph: 'Calls today by the hour',
  answeredCalls: 'Answered',
  missedCalls: 'Not answered',
  hour: 'Hour',
  hours: (hour: number) => `${hour}:00 to ${hour + 1}:00`,
  inHour: (hour: number, answered: number, missed: number) =>
    `${hour}:00 to ${hour + 1}:00: ${answered} answered, ${missed} not answered`,
  cut: (count: number) => `There were more calls today; the newest ${count} are counted.`,
  asTable: 'As a table',
  box: 'The box',
  version: 'Version',
  runs: 'Running for',
  waiting: 'Call records waiting for the disk',
};
