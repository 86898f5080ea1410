import { counted } from '../counted';
import type { importing as english } from '../en/importing';

const people = (n: number) => counted('es', n, { one: '# persona', other: '# personas' });

export const importing: typeof english = {
  title: 'Importar personas',
  about:
    'De un archivo de Excel o CSV, muchas personas a la vez. Quien tenga en él un número interno recibe también una línea con una cuenta SIP para el teléfono, un buzón y un flujo de llamadas básico.',
  notAllowed: 'Puede ver personas, pero no importarlas. Pregunte a quien administre su oficina.',
  steps: { file: 'Archivo', columns: 'Columnas', check: 'Comprobación', done: 'Listo' },
  progress: 'Pasos de la importación',
  stepIs: (n: number, of: number, name: string) => `Paso ${n} de ${of}: ${name}`,
  leave: 'La importación no ha terminado. ¿Salir de todos modos?',

  templateTitle: 'Obtener la plantilla vacía',
  templateAbout:
    'Cada persona rellena una fila, o usted lo hace por todas. Quien instale los teléfonos añade la dirección MAC y el modelo. La segunda fila es un ejemplo, que se omite mientras nadie la cambie.',
  templateLanguage: 'Idioma de los títulos',
  template: 'Descargar la plantilla',
  templateFile: 'plantilla-personas.csv',

  chooseTitle: 'Elegir el archivo relleno',
  choose: 'Elegir el archivo',
  chooseAnother: 'Elegir otro archivo',
  drop: 'o suéltelo aquí',
  kinds: (size: string, rows: string) => `CSV o Excel (.xlsx), como máximo ${size} y ${rows} personas.`,
  dropHere: 'Suelte para tomar este archivo',
  onlyOne: 'Un solo archivo a la vez, por favor.',
  tooLarge: (name: string, size: string, most: string) =>
    `«${name}» tiene ${size}. El máximo es ${most}: ¿es una lista de personas?`,
  isEmpty: (name: string) => `«${name}» está vacío.`,
  cannotOpen: (name: string) =>
    `«${name}» no se puede abrir. ¿Se ha cambiado, movido o borrado después de elegirlo, o es una carpeta?`,
  cannotRead: (name: string) => `«${name}» no se puede leer como lista de personas.`,
  nobody: (name: string) => `En «${name}» no hay nadie: no tiene ninguna fila debajo de los títulos.`,
  onlyExample: (name: string) =>
    `En «${name}» no hay nadie, solo el ejemplo de la plantilla. Escriba sus personas debajo.`,
  reading: (name: string) => `Leyendo «${name}» …`,

  warningTitle: 'El archivo debe tener el formato correcto',
  warning: 'Si no, sus filas no se pueden entender. No se importa nada antes de que haya visto lo que pasaría.',
  rules: [
    'La primera fila contiene los títulos. Si no son los de la plantilla, los asigna en el paso siguiente.',
    'Cada fila siguiente es una persona. Solo el nombre es obligatorio.',
    'CSV con comas, puntos y comas o tabuladores entre las celdas; o un libro de Excel (.xlsx), del que se lee la primera hoja.',
    'Los números externos se escriben mejor con más y prefijo del país: +34 900 000 101.',
  ],
  example: 'Ejemplo de formato',
  exampleText:
    'Nombre;Apellidos;Correo electrónico;Número interno\nJuana;Ejemplo;juana@example.com;201\nJuan;Ejemplo;juan@example.com;202',
  allColumns: 'Todas las columnas, y qué va en ellas',
  column: 'Columna',
  exampleCell: 'Ejemplo',
  meaning: 'Qué va en ella',
  goOn: (name: string) => `Leer «${name}»`,

  columnsTitle: 'Asignar las columnas',
  columnsAbout: (matched: number, of: number) =>
    `${matched} de ${of} columnas están asignadas. Solo es necesario el nombre. Lo que se omite no se importa.`,
  inFile: 'Columna del archivo',
  begins: 'Empieza por',
  is: 'Es',
  isOf: (letter: string, heading: string) => `La columna ${letter}, «${heading}», es`,
  noHeading: 'sin título',
  leftOut: 'Omitida',
  already: (label: string, letter: string) => `${label} (es la columna ${letter})`,
  firstNameMissing: 'Elija primero la columna con el nombre.',

  checkTitle: 'Comprobar, luego importar',
  has: (name: string, n: number) => `«${name}»: ${counted('es', n, { one: '# fila', other: '# filas' })}`,
  csv: (between: string, encoding: string) => `${between} entre las celdas, ${encoding}`,
  sheet: (name: string) => `hoja «${name}»`,
  delimiters: { ',': 'comas', ';': 'puntos y comas', '\t': 'tabuladores' },
  exampleLeftOut: (row: number) => `La fila ${row} es el ejemplo de la plantilla y se omite.`,
  merge: 'Quien ya está',
  mergeAbout:
    'Una persona ya está si el correo electrónico es el mismo; sin correo, si lo son nombre, apellidos y número interno.',
  merges: { skip: 'Omitirlas', update: 'Actualizarlas', create: 'Crearlas de todos modos' },
  mergesAbout: {
    skip: 'Se quedan como están.',
    update: 'Toman lo que dice el archivo. Una celda vacía no cambia nada.',
    create: 'Estarán entonces dos veces en la lista.',
  },
  counts: {
    create: (n: number) => counted('es', n, { one: '# nueva', other: '# nuevas' }),
    update: (n: number) => counted('es', n, { one: '# actualizada', other: '# actualizadas' }),
    same: (n: number) => counted('es', n, { one: '# queda como está', other: '# quedan como están' }),
    skip: (n: number) => counted('es', n, { one: '# omitida', other: '# omitidas' }),
    refuse: (n: number) => counted('es', n, { one: '# fila con errores', other: '# filas con errores' }),
  },
  counting: 'contando …',
  checking: 'Se está comprobando el archivo …',
  wrong: (n: number) =>
    counted('es', n, {
      one: '# error. No se importa nada antes de que esté corregido en el archivo.',
      other: '# errores. No se importa nada antes de que estén corregidos en el archivo.',
    }),
  mend: 'Corríjalos en el archivo, guárdelo, y elíjalo de nuevo o suéltelo aquí.',
  wrongList: 'Errores en el archivo',
  row: 'Fila',
  error: 'Qué está mal',
  wholeRow: 'toda la fila',
  andMore: (n: number) => counted('es', n, { one: 'y # más', other: 'y # más' }),
  downloadErrors: 'Descargar los errores como CSV',
  downloadFirstErrors: (n: number) => `Descargar los primeros ${n} errores como CSV`,
  errorsFile: 'errores-importacion.csv',
  noErrors: 'No se han encontrado errores.',
  consent: 'Todas las personas de esta importación esperan saber de mí, y ya tengo relación con ellas.',
  submit: {
    create: (n: number) => `Enviar: crear ${people(n)}`,
    update: (n: number) => `Enviar: actualizar ${people(n)}`,
  },
  submitBoth: (created: number, updated: number) => `Enviar: crear ${people(created)}, actualizar ${updated}`,
  submitNobody: 'Enviar',
  why: {
    checking: 'Espere a que el archivo esté comprobado.',
    wrong: 'No es posible mientras haya errores.',
    nobody: 'No se crearía ni actualizaría a nadie.',
    consent: 'Marque primero la casilla de arriba.',
    problem: 'Compruebe primero de nuevo.',
    changed: 'El archivo ha cambiado: véase arriba.',
  },
  changedOnDisk: (name: string) =>
    `«${name}» se ha cambiado, movido o borrado en este ordenador después de leerse aquí. Elíjalo de nuevo para que se compruebe tal como está ahora.`,
  uncertain:
    'La centralita dejó de responder durante la importación; no se sabe si importó. Compruebe de nuevo: los números de arriba dirán entonces quién ya está.',
  checkAgain: 'Comprobar de nuevo',
  useAsChecked: 'Importarlo como se comprobó',
  changedOffice: 'La oficina ha cambiado entretanto; el archivo se ha comprobado de nuevo.',
  loading: (n: number) => `${people(n)}: importando. Puede tardar un minuto; es todo o nada.`,

  doneTitle: 'La importación ha terminado',
  made: (n: number) => counted('es', n, { one: 'Se ha creado # persona.', other: 'Se han creado # personas.' }),
  updated: (n: number) =>
    counted('es', n, {
      one: '# persona ya estaba y ha tomado lo que dice el archivo.',
      other: '# personas ya estaban y han tomado lo que dice el archivo.',
    }),
  same: (n: number) =>
    counted('es', n, {
      one: '# persona ya estaba exactamente como en el archivo. No ha cambiado.',
      other: '# personas ya estaban exactamente como en el archivo. No han cambiado.',
    }),
  stayed: (n: number) =>
    counted('es', n, {
      one: '# persona ya estaba y sigue igual.',
      other: '# personas ya estaban y siguen igual.',
    }),
  logins:
    'Los nuevos nombres de usuario aún no tienen contraseña: elija «Enviar invitación» en la lista, y cada persona pondrá la suya.',
  toList: 'Mostrar las personas',
  another: 'Importar otro archivo',
  undo: 'Deshacer la importación',
  undone: 'La importación se ha deshecho.',

  properties: {
    first_name: { label: 'Nombre', example: 'Juana', about: 'El único obligatorio.' },
    last_name: { label: 'Apellidos', example: 'Ejemplo', about: 'Los apellidos de la familia.' },
    email: {
      label: 'Correo electrónico',
      example: 'juana@example.com',
      about: 'Para invitaciones. También dice quién ya está.',
    },
    department: { label: 'Departamento', example: 'Ventas', about: 'Cualquier texto.' },
    job_title: { label: 'Cargo', example: 'Directora', about: 'Cualquier texto.' },
    time_schedule: { label: 'Horario', example: 'Horario de oficina', about: 'El nombre de un horario que exista.' },
    crm_user_id: {
      label: 'ID de usuario CRM',
      example: 'CRM-1001',
      about: 'Cómo se llama la persona en su sistema de clientes (CRM).',
    },
    login: {
      label: 'Usuario',
      example: 'juana.ejemplo',
      about: 'Para entrar en el portal. La persona pone la contraseña mediante una invitación.',
    },
    site: {
      label: 'Sede',
      example: 'Edificio principal',
      about: 'El nombre de una sede que exista. Vacío: la primera.',
    },
    number: {
      label: 'Número interno',
      example: '201',
      about: 'Con él llaman los compañeros a la persona. Necesario para todo lo que sigue.',
    },
    direct_numbers: {
      label: 'Números directos',
      example: '+34 900 000 101',
      about: 'Números externos que suenan allí directamente, separados por comas.',
    },
    outside_calls: {
      label: 'Llamadas externas',
      example: 'sí',
      about: 'Si la persona puede llamar fuera: sí o no.',
    },
    caller_ids: {
      label: 'Números mostrados',
      example: '+34 900 000 101',
      about: 'Números externos que se pueden mostrar a quien se llama, separados por comas.',
    },
    internal_caller_id: {
      label: 'Nombre mostrado internamente',
      example: 'Sra. Ejemplo',
      about: 'El nombre que ven los compañeros. Vacío: el de la persona.',
    },
    when_unavailable: {
      label: 'Si no está disponible',
      example: 'Buzón',
      about: 'Adónde van las llamadas que nadie atiende: Buzón, Ocupado o un número.',
    },
    voicemail_pin: { label: 'PIN del buzón', example: '4711', about: 'De 4 a 8 cifras que abren el buzón.' },
    voicemail_email: {
      label: 'Correo del buzón',
      example: 'juana@example.com',
      about: 'Adónde se envían los mensajes del buzón.',
    },
    record_inbound_internal: {
      label: 'Grabar entrantes internas',
      example: 'no',
      about: 'Si se graban las llamadas de los compañeros: sí o no.',
    },
    record_inbound_external: {
      label: 'Grabar entrantes externas',
      example: 'no',
      about: 'Si se graban las llamadas de fuera: sí o no.',
    },
    record_outbound_internal: {
      label: 'Grabar salientes internas',
      example: 'no',
      about: 'Si se graban las llamadas a compañeros: sí o no.',
    },
    record_outbound_external: {
      label: 'Grabar salientes externas',
      example: 'no',
      about: 'Si se graban las llamadas hacia fuera: sí o no.',
    },
    mac: {
      label: 'Dirección MAC',
      example: '00:00:5e:00:53:af',
      about: 'Doce caracteres impresos en el teléfono. La añade quien lo instale.',
    },
    model: {
      label: 'Modelo de teléfono',
      example: 'Yealink T54W',
      about: 'Marca y modelo del teléfono. Lo añade quien lo instale.',
    },
  },
};
