// Countries, their parts and the world's time zones, as far as a browser does not know them itself.

/** ISO 3166-1 alpha-2. */
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  );

/** Parts of countries that keep public holidays of their own, by the end of their ISO 3166-2 code. */
const REGIONS: Record<string, Record<string, string>> = {
  AT: {
    '1': 'Burgenland',
    '2': 'Kärnten',
    '3': 'Niederösterreich',
    '4': 'Oberösterreich',
    '5': 'Salzburg',
    '6': 'Steiermark',
    '7': 'Tirol',
    '8': 'Vorarlberg',
    '9': 'Wien',
  },
  CH: {
    AG: 'Aargau',
    AI: 'Appenzell Innerrhoden',
    AR: 'Appenzell Ausserrhoden',
    BE: 'Bern',
    BL: 'Basel-Landschaft',
    BS: 'Basel-Stadt',
    FR: 'Fribourg',
    GE: 'Genève',
    GL: 'Glarus',
    GR: 'Graubünden',
    JU: 'Jura',
    LU: 'Luzern',
    NE: 'Neuchâtel',
    NW: 'Nidwalden',
    OW: 'Obwalden',
    SG: 'St. Gallen',
    SH: 'Schaffhausen',
    SO: 'Solothurn',
    SZ: 'Schwyz',
    TG: 'Thurgau',
    TI: 'Ticino',
    UR: 'Uri',
    VD: 'Vaud',
    VS: 'Valais',
    ZG: 'Zug',
    ZH: 'Zürich',
  },
  DE: {
    BB: 'Brandenburg',
    BE: 'Berlin',
    BW: 'Baden-Württemberg',
    BY: 'Bayern',
    HB: 'Bremen',
    HE: 'Hessen',
    HH: 'Hamburg',
    MV: 'Mecklenburg-Vorpommern',
    NI: 'Niedersachsen',
    NW: 'Nordrhein-Westfalen',
    RP: 'Rheinland-Pfalz',
    SH: 'Schleswig-Holstein',
    SL: 'Saarland',
    SN: 'Sachsen',
    ST: 'Sachsen-Anhalt',
    TH: 'Thüringen',
  },
  ES: {
    AN: 'Andalucía',
    AR: 'Aragón',
    AS: 'Asturias',
    CB: 'Cantabria',
    CE: 'Ceuta',
    CL: 'Castilla y León',
    CM: 'Castilla-La Mancha',
    CN: 'Canarias',
    CT: 'Catalunya',
    EX: 'Extremadura',
    GA: 'Galicia',
    IB: 'Illes Balears',
    MC: 'Murcia',
    MD: 'Madrid',
    ML: 'Melilla',
    NC: 'Navarra',
    PV: 'País Vasco',
    RI: 'La Rioja',
    VC: 'Comunitat Valenciana',
  },
  FR: {
    '57': 'Moselle',
    '67': 'Bas-Rhin',
    '68': 'Haut-Rhin',
    '971': 'Guadeloupe',
    '972': 'Martinique',
    '973': 'Guyane',
    '974': 'La Réunion',
    '976': 'Mayotte',
  },
  GB: { ENG: 'England', NIR: 'Northern Ireland', SCT: 'Scotland', WLS: 'Wales' },
};

/** Of the zones that most offices here are in, the country: a browser's language often says another one. */
const COUNTRY_OF_ZONE: Record<string, string> = {
  'Atlantic/Canary': 'ES',
  'Europe/Berlin': 'DE',
  'Europe/Brussels': 'BE',
  'Europe/Busingen': 'DE',
  'Europe/Dublin': 'IE',
  'Europe/London': 'GB',
  'Europe/Luxembourg': 'LU',
  'Europe/Madrid': 'ES',
  'Europe/Paris': 'FR',
  'Europe/Rome': 'IT',
  'Europe/Vaduz': 'LI',
  'Europe/Vienna': 'AT',
  'Europe/Zurich': 'CH',
  'Europe/Amsterdam': 'NL',
  'Europe/Prague': 'CZ',
  'Europe/Warsaw': 'PL',
};

export type Named = { value: string; label: string };

/** All countries by their names in this language. */
export function countries(language: string): Named[] {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return sorted(
    COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value })),
    language,
  );
}

/** The parts of a country, where its holidays differ; none where they do not, or nobody has told. */
export function regions(country: string, language: string): Named[] {
  return sorted(
    Object.entries(REGIONS[country] ?? {}).map(([value, label]) => ({ value, label })),
    language,
  );
}

/** All time zones that the browser knows, and the one of nowhere. */
export function zones(): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort();
}

/** The country of a time zone, if only one comes into question and it is one that we know. */
export function countryOfZone(zone: string): string {
  return COUNTRY_OF_ZONE[zone] ?? '';
}

function sorted(names: Named[], language: string): Named[] {
  return names.sort((one, other) => one.label.localeCompare(other.label, language));
}
