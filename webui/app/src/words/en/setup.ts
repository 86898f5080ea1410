import { counted } from '../counted';

export const setup = {
  place: (place: number, of: number) => `Step ${place} of ${of}`,
  progress: 'Progress of the set-up',
  titles: {
    code: 'Set up this telephone system',
    clock: 'The clock',
    office: 'Your office',
    owner: 'Your login',
    numbers: 'Extensions',
    done: 'Ready',
  },
  welcome:
    'This box belongs to nobody yet. To make it yours, type the code that it shows where it was started: on its screen, its serial console, or in its log.',
  code: 'Code',
  codeHint: 'Eight letters and digits. A new one is made each time the box starts.',
  certificateTitle: 'Why did my browser warn me?',
  certificate:
    'What you type here is encrypted. But the box has signed its certificate itself, because it has no name on the internet that somebody could vouch for, and your browser does not know this signature. Inside your own network you may go on. To be sure, compare the fingerprint that the browser shows with the one on the console; to end the warning, give the file ca.pem from the box to the browser.',
  clockWhy: 'Sign-in codes and opening hours need the right time.',
  boxClock: 'The box',
  ownClock: 'This computer',
  clockGood: 'The clocks agree.',
  clockWrong: 'The clocks differ. If this computer is right, set the box’s clock by it.',
  clockElsewhere:
    'The clocks differ. This program may not set the box’s clock: whoever looks after the computer that it runs on does that, best by a time server (NTP).',
  clockSet:
    'The clock is set. The box has made a new certificate with it: if your browser warns again, compare the fingerprint with the new one on the console, and load this page anew. What you have typed stays, but for the password.',
  setClock: 'Set the box’s clock by this computer',
  goOn: 'Go on all the same',
  officeName: 'Name of the office',
  officeNameHint: 'As it is to stand on pages and telephones.',
  country: 'Country',
  region: 'Region',
  regionHint: 'For its public holidays.',
  noRegion: 'None in particular',
  timezone: 'Time zone',
  ownerWhy: 'With this login you manage everything. You can give others logins of their own later.',
  login: 'Login',
  loginHint: 'At most 64 characters without blanks.',
  email: 'Email',
  emailHint: 'For when you forget the password; may be left empty.',
  makeOffice: 'Make the office and sign in',
  numbersWhy:
    'Each extension gets a number, an account for a telephone and a mailbox. Names can be put in later, or come from a file.',
  firstNumber: 'First number',
  howMany: 'How many',
  wrongFirst: 'Two to ten digits, the first not 0.',
  wrongCount: (most: number) => `From 1 to ${most}, and all numbers must have as many digits as the first.`,
  extension: (number: string) => `Extension ${number}`,
  makeNumbers: 'Make the extensions',
  importFile: 'Import a file with names …',
  later: 'Later',
  done: (made: number) =>
    made === 0
      ? 'The office is there. It has no extensions yet.'
      : `The office is there, with ${counted('en', made, { one: '# extension', other: '# extensions' })}.`,
  nextTitle: 'What comes next',
  nextPhones: 'Telephones: each person’s page has the account for a telephone or a soft-phone.',
  nextFactor: (name: string) => `Your login ${name}: protect it with an authenticator app, on “My page”.`,
  nextPeople: 'People: give the extensions names, and send invitations by email.',
  open: 'Open the portal',
};
