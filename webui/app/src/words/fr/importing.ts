import { counted } from '../counted';
import type { importing as english } from '../en/importing';

const people = (n: number) => counted('fr', n, { one: '# personne', other: '# personnes' });

export const importing: typeof english = {
  title: 'Importer des personnes',
  about:
    'D’un fichier Excel ou CSV, beaucoup de personnes à la fois. Qui y a un numéro interne reçoit aussi une ligne avec un compte SIP pour le téléphone, une messagerie et un parcours d’appel simple.',
  notAllowed:
    'Vous pouvez voir les personnes, mais pas en importer. Adressez-vous à la personne qui gère votre bureau.',
  steps: { file: 'Fichier', columns: 'Colonnes', check: 'Vérification', done: 'Terminé' },
  progress: 'Étapes de l’import',
  stepIs: (n: number, of: number, name: string) => `Étape ${n} sur ${of} : ${name}`,
  leave: 'L’import n’est pas terminé. Quitter quand même ?',

  templateTitle: 'Obtenir le modèle vide',
  templateAbout:
    'Chaque personne remplit une ligne, ou vous le faites pour toutes. Qui installe les téléphones ajoute l’adresse MAC et le modèle. La deuxième ligne est un exemple, ignoré tant qu’il n’est pas modifié.',
  templateLanguage: 'Langue des titres',
  template: 'Télécharger le modèle',
  templateFile: 'modele-personnes.csv',

  chooseTitle: 'Choisir le fichier rempli',
  choose: 'Choisir le fichier',
  chooseAnother: 'Choisir un autre fichier',
  drop: 'ou le déposer ici',
  kinds: (size: string, rows: string) => `CSV ou Excel (.xlsx), au plus ${size} et ${rows} personnes.`,
  dropHere: 'Relâchez pour prendre ce fichier',
  onlyOne: 'Un seul fichier à la fois, s’il vous plaît.',
  tooLarge: (name: string, size: string, most: string) =>
    `« ${name} » fait ${size}. Le maximum est ${most} : est-ce bien une liste de personnes ?`,
  isEmpty: (name: string) => `« ${name} » est vide.`,
  cannotOpen: (name: string) =>
    `« ${name} » ne peut pas être ouvert. A-t-il été modifié, déplacé ou supprimé après votre choix, ou est-ce un dossier ?`,
  cannotRead: (name: string) => `« ${name} » n’est pas lisible comme liste de personnes.`,
  nobody: (name: string) => `Il n’y a personne dans « ${name} » : aucune ligne sous les titres.`,
  onlyExample: (name: string) =>
    `Il n’y a personne dans « ${name} », seulement l’exemple du modèle. Écrivez vos personnes en dessous.`,
  reading: (name: string) => `Lecture de « ${name} » …`,

  warningTitle: 'Le fichier doit être bien formaté',
  warning:
    'Sinon, ses lignes ne peuvent pas être comprises. Rien n’est importé avant que vous ayez vu ce qui se passerait.',
  rules: [
    'La première ligne contient les titres. Si ce ne sont pas ceux du modèle, vous les associez à l’étape suivante.',
    'Chaque autre ligne est une personne. Seul le prénom est obligatoire.',
    'CSV avec des virgules, points-virgules ou tabulations entre les cellules ; ou un classeur Excel (.xlsx), dont la première feuille est lue.',
    'Les numéros externes s’écrivent de préférence avec plus et indicatif du pays : +33 1 99 00 01 01.',
  ],
  example: 'Exemple de format',
  exampleText:
    'Prénom;Nom;E-mail;Numéro interne\nJeanne;Exemple;jeanne@example.com;201\nJean;Exemple;jean@example.com;202',
  allColumns: 'Toutes les colonnes, et ce qu’il faut y mettre',
  column: 'Colonne',
  exampleCell: 'Exemple',
  meaning: 'Ce qu’il faut y mettre',
  goOn: (name: string) => `Lire « ${name} »`,

  columnsTitle: 'Associer les colonnes',
  columnsAbout: (matched: number, of: number) =>
    `${matched} colonnes sur ${of} sont associées. Seul le prénom est nécessaire. Ce qui est ignoré n’est pas importé.`,
  inFile: 'Colonne du fichier',
  begins: 'Commence par',
  is: 'Est',
  isOf: (letter: string, heading: string) => `La colonne ${letter}, « ${heading} », est`,
  noHeading: 'sans titre',
  leftOut: 'Ignorée',
  already: (label: string, letter: string) => `${label} (est la colonne ${letter})`,
  firstNameMissing: 'Choisissez d’abord la colonne du prénom.',

  checkTitle: 'Vérifier, puis importer',
  has: (name: string, n: number) => `« ${name} » : ${counted('fr', n, { one: '# ligne', other: '# lignes' })}`,
  csv: (between: string, encoding: string) => `${between} entre les cellules, ${encoding}`,
  sheet: (name: string) => `feuille « ${name} »`,
  delimiters: { ',': 'virgules', ';': 'points-virgules', '\t': 'tabulations' },
  exampleLeftOut: (row: number) => `La ligne ${row} est l’exemple du modèle et est ignorée.`,
  merge: 'Personnes déjà présentes',
  mergeAbout:
    'Une personne est déjà présente si l’adresse e-mail est la même ; sans e-mail, si prénom, nom et numéro interne le sont.',
  merges: { skip: 'Les ignorer', update: 'Les mettre à jour', create: 'Les créer quand même' },
  mergesAbout: {
    skip: 'Elles restent telles quelles.',
    update: 'Elles prennent ce que dit le fichier. Une cellule vide ne change rien.',
    create: 'Elles sont alors deux fois dans la liste.',
  },
  counts: {
    create: (n: number) => counted('fr', n, { one: '# nouvelle', other: '# nouvelles' }),
    update: (n: number) => counted('fr', n, { one: '# mise à jour', other: '# mises à jour' }),
    same: (n: number) => counted('fr', n, { one: '# reste inchangée', other: '# restent inchangées' }),
    skip: (n: number) => counted('fr', n, { one: '# ignorée', other: '# ignorées' }),
    refuse: (n: number) => counted('fr', n, { one: '# ligne avec erreurs', other: '# lignes avec erreurs' }),
  },
  counting: 'comptage …',
  checking: 'Le fichier est en cours de vérification …',
  wrong: (n: number) =>
    counted('fr', n, {
      one: '# erreur. Rien n’est importé avant qu’elle soit corrigée dans le fichier.',
      other: '# erreurs. Rien n’est importé avant qu’elles soient corrigées dans le fichier.',
    }),
  mend: 'Corrigez dans le fichier, enregistrez-le, puis choisissez-le de nouveau ou déposez-le ici.',
  wrongList: 'Erreurs dans le fichier',
  row: 'Ligne',
  error: 'Ce qui ne va pas',
  wholeRow: 'toute la ligne',
  andMore: (n: number) => counted('fr', n, { one: 'et # autre', other: 'et # autres' }),
  downloadErrors: 'Télécharger les erreurs en CSV',
  downloadFirstErrors: (n: number) => `Télécharger les ${n} premières erreurs en CSV`,
  errorsFile: 'erreurs-import.csv',
  noErrors: 'Aucune erreur trouvée.',
  consent:
    'Toutes les personnes de cet import s’attendent à avoir de mes nouvelles, et je suis déjà en relation avec elles.',
  submit: {
    create: (n: number) => `Envoyer : créer ${people(n)}`,
    update: (n: number) => `Envoyer : mettre à jour ${people(n)}`,
  },
  submitBoth: (created: number, updated: number) => `Envoyer : créer ${people(created)}, mettre à jour ${updated}`,
  submitNobody: 'Envoyer',
  why: {
    checking: 'Attendez que le fichier soit vérifié.',
    wrong: 'Impossible tant qu’il y a des erreurs.',
    nobody: 'Personne ne serait créé ni mis à jour.',
    consent: 'Cochez d’abord la case ci-dessus.',
    problem: 'Vérifiez d’abord de nouveau.',
    changed: 'Le fichier a changé : voir ci-dessus.',
  },
  changedOnDisk: (name: string) =>
    `« ${name} » a été modifié, déplacé ou supprimé sur cet ordinateur après sa lecture ici. Choisissez-le de nouveau pour le faire vérifier tel qu’il est maintenant.`,
  uncertain:
    'Le standard n’était plus joignable pendant l’import ; on ne sait pas s’il a importé. Vérifiez de nouveau : les nombres ci-dessus disent alors qui est déjà présent.',
  checkAgain: 'Vérifier de nouveau',
  useAsChecked: 'L’importer tel que vérifié',
  changedOffice: 'Le bureau a changé entre-temps ; le fichier a été vérifié de nouveau.',
  loading: (n: number) => `${people(n)} : import en cours. Cela peut prendre une minute ; c’est tout ou rien.`,

  doneTitle: 'L’import est terminé',
  made: (n: number) => counted('fr', n, { one: '# personne a été créée.', other: '# personnes ont été créées.' }),
  updated: (n: number) =>
    counted('fr', n, {
      one: '# personne était déjà présente et a pris ce que dit le fichier.',
      other: '# personnes étaient déjà présentes et ont pris ce que dit le fichier.',
    }),
  same: (n: number) =>
    counted('fr', n, {
      one: '# personne était déjà exactement comme dans le fichier. Elle n’a pas changé.',
      other: '# personnes étaient déjà exactement comme dans le fichier. Elles n’ont pas changé.',
    }),
  stayed: (n: number) =>
    counted('fr', n, {
      one: '# personne était déjà présente et n’a pas changé.',
      other: '# personnes étaient déjà présentes et n’ont pas changé.',
    }),
  logins:
    'Les nouveaux identifiants n’ont pas encore de mot de passe : choisissez « Envoyer l’invitation » dans la liste, et chaque personne définit le sien.',
  toList: 'Afficher les personnes',
  another: 'Importer un autre fichier',
  undo: 'Annuler l’import',
  undone: 'L’import est annulé.',

  properties: {
    first_name: { label: 'Prénom', example: 'Jeanne', about: 'Le seul qui soit obligatoire.' },
    last_name: { label: 'Nom', example: 'Exemple', about: 'Le nom de famille.' },
    email: {
      label: 'E-mail',
      example: 'jeanne@example.com',
      about: 'Pour les invitations. Permet aussi de reconnaître qui est déjà présent.',
    },
    department: { label: 'Service', example: 'Ventes', about: 'Texte libre.' },
    job_title: { label: 'Fonction', example: 'Directrice', about: 'Texte libre.' },
    time_schedule: { label: 'Horaires', example: 'Heures de bureau', about: 'Le nom d’un horaire existant.' },
    crm_user_id: {
      label: 'Identifiant CRM',
      example: 'CRM-1001',
      about: 'Comment la personne s’appelle dans votre système client (CRM).',
    },
    login: {
      label: 'Identifiant',
      example: 'jeanne.exemple',
      about: 'Pour se connecter au portail. La personne définit le mot de passe grâce à une invitation.',
    },
    site: { label: 'Site', example: 'Bâtiment principal', about: 'Le nom d’un site existant. Vide : le premier.' },
    number: {
      label: 'Numéro interne',
      example: '201',
      about: 'Sous lequel les collègues appellent la personne. Nécessaire pour tout ce qui suit.',
    },
    direct_numbers: {
      label: 'Numéros directs',
      example: '+33 1 99 00 01 01',
      about: 'Numéros externes qui sonnent directement là, séparés par des virgules.',
    },
    outside_calls: {
      label: 'Appels externes',
      example: 'oui',
      about: 'Si la personne peut appeler à l’extérieur : oui ou non.',
    },
    caller_ids: {
      label: 'Numéros présentés',
      example: '+33 1 99 00 01 01',
      about: 'Numéros externes qui peuvent être montrés aux appelés, séparés par des virgules.',
    },
    internal_caller_id: {
      label: 'Nom présenté en interne',
      example: 'Mme Exemple',
      about: 'Le nom que voient les collègues. Vide : celui de la personne.',
    },
    when_unavailable: {
      label: 'En cas d’indisponibilité',
      example: 'Messagerie',
      about: 'Où vont les appels que personne ne prend : Messagerie, Occupé ou un numéro.',
    },
    voicemail_pin: {
      label: 'Code de messagerie',
      example: '4711',
      about: '4 à 8 chiffres qui ouvrent la messagerie.',
    },
    voicemail_email: {
      label: 'E-mail de messagerie',
      example: 'jeanne@example.com',
      about: 'Où les messages de la messagerie sont envoyés.',
    },
    record_inbound_internal: {
      label: 'Enregistrer entrants internes',
      example: 'non',
      about: 'Si les appels des collègues sont enregistrés : oui ou non.',
    },
    record_inbound_external: {
      label: 'Enregistrer entrants externes',
      example: 'non',
      about: 'Si les appels de l’extérieur sont enregistrés : oui ou non.',
    },
    record_outbound_internal: {
      label: 'Enregistrer sortants internes',
      example: 'non',
      about: 'Si les appels aux collègues sont enregistrés : oui ou non.',
    },
    record_outbound_external: {
      label: 'Enregistrer sortants externes',
      example: 'non',
      about: 'Si les appels vers l’extérieur sont enregistrés : oui ou non.',
    },
    mac: {
      label: 'Adresse MAC',
      example: '00:00:5e:00:53:af',
      about: 'Douze caractères imprimés sur le téléphone. Ajoutée par qui l’installe.',
    },
    model: {
      label: 'Modèle de téléphone',
      example: 'Yealink T54W',
      about: 'Marque et modèle du téléphone. Ajouté par qui l’installe.',
    },
  },
};
