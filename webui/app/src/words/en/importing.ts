import { counted } from '../counted';

const people = (n: number) => counted('en', n, { one: '# person', other: '# people' });

export const importing = {
  title: 'Import people',
  about:
    'From an Excel or CSV file, many people at once. Who has an internal number in it also gets a line with a SIP account for the phone, a mailbox and a basic call flow.',
  notAllowed: 'You may see people, but not import any. Ask whoever manages your office.',
  steps: { file: 'File', columns: 'Columns', check: 'Check', done: 'Done' },
  progress: 'Steps of the import',
  stepIs: (n: number, of: number, name: string) => `Step ${n} of ${of}: ${name}`,
  leave: 'The import is not finished. Leave all the same?',

  templateTitle: 'Get the empty template',
  templateAbout:
    'Each person fills in a row, or you do for all. Whoever installs the phones adds the MAC address and the model of each. The second row is an example, which is left out as long as it is not changed.',
  templateLanguage: 'Language of the headings',
  template: 'Download the template',
  templateFile: 'people-template.csv',

  chooseTitle: 'Select the filled-in file',
  choose: 'Select the file',
  chooseAnother: 'Select another file',
  drop: 'or drop it here',
  kinds: (size: string, rows: string) => `CSV or Excel (.xlsx), ${size} and ${rows} people at most.`,
  dropHere: 'Let go to take this file',
  onlyOne: 'One file at a time, please.',
  tooLarge: (name: string, size: string, most: string) =>
    `“${name}” has ${size}. ${most} are the most: is it a list of people?`,
  isEmpty: (name: string) => `“${name}” is empty.`,
  cannotOpen: (name: string) =>
    `“${name}” cannot be opened. Was it changed, moved or deleted after you chose it, or is it a folder?`,
  cannotRead: (name: string) => `“${name}” cannot be read as a list of people.`,
  nobody: (name: string) => `There is nobody in “${name}”: below the headings it has no row.`,
  onlyExample: (name: string) =>
    `There is nobody in “${name}”, only the example of the template. Write your people below it.`,
  reading: (name: string) => `“${name}” is being read …`,

  warningTitle: 'The file must be correctly formatted',
  warning: 'If it is not, its rows cannot be understood. Nothing is imported before you have seen what would happen.',
  rules: [
    'The first row has the headings. If they are not those of the template, you match them in the next step.',
    'Each further row is one person. Only the first name must be there.',
    'CSV with commas, semicolons or tabs between the cells; or an Excel workbook (.xlsx), of which the first sheet is read.',
    'Outside numbers are best written with plus and country code: +44 20 7946 0101.',
  ],
  example: 'Format example',
  exampleText:
    'First name,Last name,Email,Internal number\nJane,Example,jane@example.com,201\nJohn,Example,john@example.com,202',
  allColumns: 'All columns, and what belongs in them',
  column: 'Column',
  exampleCell: 'Example',
  meaning: 'What belongs in it',
  goOn: (name: string) => `Read “${name}”`,

  columnsTitle: 'Match the columns',
  columnsAbout: (matched: number, of: number) =>
    `${matched} of ${of} columns are matched. Only the first name must be. What is left out is not imported.`,
  inFile: 'Column of the file',
  begins: 'Begins with',
  is: 'Is',
  isOf: (letter: string, heading: string) => `Column ${letter}, “${heading}”, is`,
  noHeading: 'without a heading',
  leftOut: 'Left out',
  already: (label: string, letter: string) => `${label} (is column ${letter})`,
  firstNameMissing: 'Choose the column with the first name first.',

  checkTitle: 'Check, then import',
  has: (name: string, n: number) => `“${name}”: ${counted('en', n, { one: '# row', other: '# rows' })}`,
  csv: (between: string, encoding: string) => `${between} between the cells, ${encoding}`,
  sheet: (name: string) => `sheet “${name}”`,
  delimiters: { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as Record<string, string>,
  exampleLeftOut: (row: number) => `Row ${row} is the example of the template and is left out.`,
  merge: 'Who is there already',
  mergeAbout:
    'Somebody is there already if the email is the same; without an email, if first name, last name and internal number are.',
  merges: { skip: 'Skip them', update: 'Update them', create: 'Create them anyway' },
  mergesAbout: {
    skip: 'They stay as they are.',
    update: 'They take what the file says. An empty cell changes nothing.',
    create: 'They are in the list twice then.',
  },
  counts: {
    create: (n: number) => counted('en', n, { one: '# new', other: '# new' }),
    update: (n: number) => counted('en', n, { one: '# updated', other: '# updated' }),
    same: (n: number) => counted('en', n, { one: '# stays as it is', other: '# stay as they are' }),
    skip: (n: number) => counted('en', n, { one: '# skipped', other: '# skipped' }),
    refuse: (n: number) => counted('en', n, { one: '# row with errors', other: '# rows with errors' }),
  },
  counting: 'being counted …',
  checking: 'The file is being checked …',
  wrong: (n: number) =>
    counted('en', n, {
      one: '# error. Nothing is imported before it is mended in the file.',
      other: '# errors. Nothing is imported before they are mended in the file.',
    }),
  mend: 'Mend them in the file, save it, and select it again or drop it here.',
  wrongList: 'Errors in the file',
  row: 'Row',
  error: 'What is wrong',
  wholeRow: 'whole row',
  andMore: (n: number) => counted('en', n, { one: 'and # more', other: 'and # more' }),
  downloadErrors: 'Download the errors as CSV',
  downloadFirstErrors: (n: number) => `Download the first ${n} errors as CSV`,
  errorsFile: 'import-errors.csv',
  noErrors: 'No errors were found.',
  consent: 'All people in this import expect to hear from me, and I have prior relationships with them.',
  submit: {
    create: (n: number) => `Submit: create ${people(n)}`,
    update: (n: number) => `Submit: update ${people(n)}`,
  },
  submitBoth: (created: number, updated: number) => `Submit: create ${people(created)}, update ${updated}`,
  submitNobody: 'Submit',
  why: {
    checking: 'Wait until the file is checked.',
    wrong: 'Not possible while there are errors.',
    nobody: 'Nobody would be created or updated.',
    consent: 'Tick the box above first.',
    problem: 'Check again first.',
    changed: 'The file has changed: see above.',
  },
  changedOnDisk: (name: string) =>
    `“${name}” was changed, moved or deleted on this computer after it was read here. Select it again to have it checked as it is now.`,
  uncertain:
    'The box was lost while it imported, so it is not known whether it did. Check again: the numbers above then tell who is there already.',
  checkAgain: 'Check again',
  useAsChecked: 'Import it as it was checked',
  changedOffice: 'The office has changed meanwhile; the file was checked anew.',
  loading: (n: number) => `${people(n)}: being imported. This can take a minute; it is all or nothing.`,

  doneTitle: 'The import is done',
  made: (n: number) => counted('en', n, { one: '# person was created.', other: '# people were created.' }),
  updated: (n: number) =>
    counted('en', n, {
      one: '# person was there already and took what the file says.',
      other: '# people were there already and took what the file says.',
    }),
  same: (n: number) =>
    counted('en', n, {
      one: '# person was there already exactly as in the file. They have not changed.',
      other: '# people were there already exactly as in the file. They have not changed.',
    }),
  stayed: (n: number) =>
    counted('en', n, {
      one: '# person was there already and stayed the same.',
      other: '# people were there already and stayed the same.',
    }),
  logins: 'New logins have no password yet: choose “Send invitation” in the list, and each person sets their own.',
  toList: 'Show the people',
  another: 'Import another file',
  undo: 'Undo the import',
  undone: 'The import is taken back.',

  properties: {
    first_name: { label: 'First name', example: 'Jane', about: 'The only one that must be there.' },
    last_name: { label: 'Last name', example: 'Example', about: 'The family name.' },
    email: {
      label: 'Email',
      example: 'jane@example.com',
      about: 'For invitations. It also tells who is there already.',
    },
    department: { label: 'Department', example: 'Sales', about: 'Any text.' },
    job_title: { label: 'Job title', example: 'Manager', about: 'Any text.' },
    time_schedule: {
      label: 'Time schedule',
      example: 'Office hours',
      about: 'The name of a time schedule that exists.',
    },
    crm_user_id: {
      label: 'CRM user ID',
      example: 'CRM-1001',
      about: 'What the person is called in your customer system (CRM).',
    },
    login: {
      label: 'Login',
      example: 'jane.example',
      about: 'For signing in to the portal. The person sets the password by an invitation.',
    },
    site: { label: 'Site', example: 'Main building', about: 'The name of a site that exists. Empty: the first one.' },
    number: {
      label: 'Internal number',
      example: '201',
      about: 'Under which colleagues call the person. Needed for everything below.',
    },
    direct_numbers: {
      label: 'Direct numbers',
      example: '+44 20 7946 0101',
      about: 'Outside numbers that ring there directly, with commas between.',
    },
    outside_calls: { label: 'Outside calls', example: 'yes', about: 'Whether the person may call outside: yes or no.' },
    caller_ids: {
      label: 'Caller IDs',
      example: '+44 20 7946 0101',
      about: 'Outside numbers that may be shown to those who are called, with commas between.',
    },
    internal_caller_id: {
      label: 'Internal caller ID',
      example: 'Ms Example',
      about: 'The name that colleagues see. Empty: the person’s.',
    },
    when_unavailable: {
      label: 'When unavailable',
      example: 'Voicemail',
      about: 'Where calls go that nobody takes: Voicemail, Busy, or a number.',
    },
    voicemail_pin: { label: 'Voicemail PIN', example: '4711', about: '4 to 8 digits that open the mailbox.' },
    voicemail_email: {
      label: 'Voicemail email',
      example: 'jane@example.com',
      about: 'Where messages on the mailbox are sent.',
    },
    record_inbound_internal: {
      label: 'Record inbound internal',
      example: 'no',
      about: 'Whether calls from colleagues are recorded: yes or no.',
    },
    record_inbound_external: {
      label: 'Record inbound external',
      example: 'no',
      about: 'Whether calls from outside are recorded: yes or no.',
    },
    record_outbound_internal: {
      label: 'Record outbound internal',
      example: 'no',
      about: 'Whether calls to colleagues are recorded: yes or no.',
    },
    record_outbound_external: {
      label: 'Record outbound external',
      example: 'no',
      about: 'Whether calls to the outside are recorded: yes or no.',
    },
    mac: {
      label: 'MAC address',
      example: '00:00:5e:00:53:af',
      about: 'Twelve characters, printed on the phone. Added by whoever installs it.',
    },
    model: {
      label: 'Phone model',
      example: 'Yealink T54W',
      about: 'Make and model of the phone. Added by whoever installs it.',
    },
  },
};
