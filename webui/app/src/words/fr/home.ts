import { counted } from '../counted';
import type { home as english } from '../en/home';

export const home: typeof english = {
  about: 'Ce que fait le central en ce moment, et ce qu’a été la journée jusqu’ici.',
  well: 'Tout fonctionne.',
  asOf: (time: string) => `État à ${time}.`,
  noneRegistered:
    'Le central est prêt, mais aucun téléphone ne s’est encore enregistré. Un téléphone s’enregistre de lui-même dès qu’il a le nom d’utilisateur et le mot de passe de son compte SIP.',
  switchSilent:
    'Le central ne répond pas : aucun appel n’est possible pour le moment. Si cela persiste, redémarrez l’appareil.',
  diskTrouble: (records: number) =>
    counted('fr', records, {
      one: 'Impossible d’écrire sur le disque. Les appels continuent ; # relevé d’appel attend en mémoire.',
      other: 'Impossible d’écrire sur le disque. Les appels continuent ; # relevés d’appels attendent en mémoire.',
    }),
  bounded: 'Depuis le démarrage du central, il a fallu rejeter :',
  bounds: {
    calls_refused: (times: number) =>
      counted('fr', times, {
        one: '# appel, parce qu’il y en avait trop à la fois',
        other: '# appels, parce qu’il y en avait trop à la fois',
      }),
    sip_flood_dropped: (times: number) =>
      counted('fr', times, {
        one: '# message d’un téléphone ou d’un attaquant qui en envoyait trop',
        other: '# messages de téléphones ou d’attaquants qui en envoyaient trop',
      }),
    sip_connections_refused: (times: number) =>
      counted('fr', times, {
        one: '# connexion d’un téléphone, parce qu’il y en avait trop',
        other: '# connexions de téléphones, parce qu’il y en avait trop',
      }),
    records_dropped: (times: number) =>
      counted('fr', times, {
        one: '# relevé d’appel, perdu parce que le disque ne pouvait être écrit',
        other: '# relevés d’appels, perdus parce que le disque ne pouvait être écrit',
      }),
    bindings_dropped: (times: number) =>
      counted('fr', times, {
        one: '# enregistrement de téléphone qui ne survivrait pas à un redémarrage',
        other: '# enregistrements de téléphones qui ne survivraient pas à un redémarrage',
      }),
    rtp_orders_dropped: (times: number) => `Son des appels : ${times} fois, le central n’a pas suivi`,
    rtp_own_ports_refused: (times: number) =>
      `Son des appels : ${times} fois, un téléphone a indiqué une adresse du central lui-même`,
  },
  begin: 'Commencez ici : qui travaille dans votre bureau ?',
  beginHow:
    'Ajoutez des personnes une à une, ou importez-les d’un tableur. Chacune reçoit un numéro interne ; les téléphones peuvent alors s’enregistrer.',
  addPeople: 'Ajouter des personnes',
  importPeople: 'Importer',
  callsNow: 'Appels en cours',
  registered: 'Comptes SIP enregistrés',
  of: (some: string, all: string) => `${some} sur ${all}`,
  telephones: (count: number) =>
    counted('fr', count, { one: '# téléphone ou application', other: '# téléphones ou applications' }),
  lists: 'À qui sont-ils ?',
  unregistered: (count: number) =>
    counted('fr', count, { one: '# n’est pas enregistré', other: '# ne sont pas enregistrés' }),
  phones: {
    title: 'Qui est joignable',
    about:
      'Tous les comptes SIP, et si leur téléphone ou leur application est là. Ceux qui ne sont pas joignables viennent en premier.',
    list: 'Comptes SIP',
    search: 'Nom, numéro ou appareil',
    state: 'État',
    states: { registered: 'Enregistré', 'not-registered': 'Non enregistré', 'not-reachable': 'Ne répond pas' },
    name: 'Nom',
    number: 'Numéro',
    device: 'Appareil',
    account: 'Compte SIP',
    since: 'Depuis',
    address: 'Adresse',
    expires: 'Enregistré jusqu’à',
    longer: 'Depuis avant le démarrage du central',
    never: 'Pas depuis le démarrage du central',
    none: 'Il n’y a pas encore de compte SIP.',
    noneFound: 'Aucun compte SIP ne correspond.',
    hint: 'Un téléphone non enregistré est éteint, débranché ou pas configuré. Un téléphone qui ne répond pas était encore là il y a peu : le central interroge chacun une fois par minute.',
  },
  calls: 'Appels aujourd’hui',
  missedOf: (count: number) => counted('fr', count, { one: '# sans réponse', other: '# sans réponse' }),
  answered: 'Décrochés',
  wait: 'Attente moyenne',
  waitHint: 'avant que quelqu’un décroche',
  seconds: (count: string) => `${count} s`,
  inHours: (count: string) => `${count} h`,
  talk: 'Temps de conversation',
  talkHint: 'de tous les appels ensemble',
  live: 'Appels en ce moment',
  noneLive: 'Personne n’est au téléphone.',
  between: (from: string, to: string) => `${from} → ${to}`,
  stages: { ringing: 'sonne', talking: 'en conversation', ending: 'se termine' },
  moreLive: (count: number) => counted('fr', count, { one: 'et # autre', other: 'et # autres' }),
  graph: 'Appels d’aujourd’hui par heure',
  answeredCalls: 'Décrochés',
  missedCalls: 'Sans réponse',
  hour: 'Heure',
  hours: (hour: number) => `${hour} h à ${hour + 1} h`,
  inHour: (hour: number, answered: number, missed: number) =>
    `${hour} h à ${hour + 1} h : ${answered} décrochés, ${missed} sans réponse`,
  cut: (count: number) => `Il y a eu davantage d’appels aujourd’hui ; les ${count} plus récents sont comptés.`,
  asTable: 'Sous forme de tableau',
  box: 'Le central',
  version: 'Version',
  runs: 'En marche depuis',
  waiting: 'Relevés d’appels en attente du disque',
};
