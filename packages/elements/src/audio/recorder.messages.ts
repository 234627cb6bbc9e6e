import type { Refusal } from './microphone.ts'

type Figures = Readonly<Record<'min' | 'max', string>>

const en = {
  group: 'Recording',
  record: 'Record',
  stop: 'Stop',
  again: 'Record again',
  listen: 'Listen',
  pause: 'Pause',
  level: 'Loudness',
  opening: 'The microphone is being opened…',
  speak: 'Speak now.',
  recording: 'Recording. Press Stop when you have finished.',
  keeping: 'Being kept on this device…',
  kept: 'Recorded, and kept on this device until it is sent. Listen to it if you like.',
  sent: 'This recording has been sent. You can record the sentence again.',
  elsewhere: 'This recording is on the device on which it was made. Send it from there, or record the sentence again.',
  notKept: 'This device has no room to keep the recording. Free some space, then record the sentence again.',
  clipped: 'It is too loud in places: the sound is cut off. It can be used, but a little further from the microphone is better.',
  quiet: 'It is very quiet. Come closer to the microphone if it can be done.',
  silent: 'Nothing can be heard. See whether the microphone is on and not muted, then record again.',
  tooShort: ({ min }: Figures) => `It is too short: at least ${min} ${min === '1' ? 'second' : 'seconds'}. Record it again.`,
  atMost: ({ min, max }: Figures) => `${min} to ${max} seconds. The microphone is open only while you record.`,
  full: ({ max }: Figures) => `The recording stopped at ${max} seconds, the longest that is asked for.`,
  missing: 'Record the sentence first.',
  running: 'Stop the recording first.',
  seconds: (seconds: string) => `${seconds} s`,
  refusals: {
    refused:
      'The browser did not give the microphone. Press the sign beside the address of the page, allow the microphone for this site, then press Record. You can also skip the task: it costs you nothing.',
    missing: 'No microphone was found. Plug one in, then press Record. You can also skip the task: it costs you nothing.',
    busy: 'Another program is using the microphone. Close it there, then press Record.',
    insecure: 'Browsers give a microphone only to pages whose address begins with https. Tell those who run this site.',
    failed: 'The microphone could not be used. Press Record to try once more, or skip the task: it costs you nothing.',
  } satisfies Record<Refusal, string>,
}

type Messages = typeof en

const fr: Messages = {
  group: 'Enregistrement',
  record: 'Enregistrer',
  stop: 'Arrêter',
  again: 'Recommencer',
  listen: 'Écouter',
  pause: 'Pause',
  level: 'Volume',
  opening: 'Le micro s’ouvre…',
  speak: 'Parlez maintenant.',
  recording: 'Enregistrement en cours. Appuyez sur Arrêter quand vous avez fini.',
  keeping: 'Mise en lieu sûr sur cet appareil…',
  kept: 'Enregistré, et gardé sur cet appareil jusqu’à l’envoi. Écoutez-le si vous voulez.',
  sent: 'Cet enregistrement a été envoyé. Vous pouvez recommencer la phrase.',
  elsewhere: 'Cet enregistrement est sur l’appareil où il a été fait. Envoyez-le depuis cet appareil, ou recommencez la phrase.',
  notKept: 'Cet appareil n’a plus de place pour garder l’enregistrement. Libérez de l’espace, puis recommencez la phrase.',
  clipped: 'C’est trop fort par endroits : le son est écrêté. On peut s’en servir, mais un peu plus loin du micro, c’est mieux.',
  quiet: 'C’est très faible. Rapprochez-vous du micro si c’est possible.',
  silent: 'On n’entend rien. Regardez si le micro est branché et n’est pas coupé, puis recommencez.',
  tooShort: ({ min }) => `C’est trop court : il faut au moins ${min} ${min === '1' ? 'seconde' : 'secondes'}. Recommencez.`,
  atMost: ({ min, max }) => `De ${min} à ${max} secondes. Le micro n’est ouvert que pendant que vous enregistrez.`,
  full: ({ max }) => `L’enregistrement s’est arrêté à ${max} secondes, la durée maximale demandée.`,
  missing: 'Enregistrez d’abord la phrase.',
  running: 'Arrêtez d’abord l’enregistrement.',
  seconds: (seconds) => `${seconds} s`,
  refusals: {
    refused:
      'Le navigateur n’a pas donné le micro. Appuyez sur le signe à côté de l’adresse de la page, autorisez le micro pour ce site, puis appuyez sur Enregistrer. Vous pouvez aussi passer la tâche : cela ne vous coûte rien.',
    missing:
      'Aucun micro n’a été trouvé. Branchez-en un, puis appuyez sur Enregistrer. Vous pouvez aussi passer la tâche : cela ne vous coûte rien.',
    busy: 'Un autre programme se sert du micro. Fermez-le là-bas, puis appuyez sur Enregistrer.',
    insecure: 'Les navigateurs ne donnent un micro qu’aux pages dont l’adresse commence par https. Dites-le à l’intendance de ce site.',
    failed: 'Le micro n’a pas pu servir. Appuyez sur Enregistrer pour essayer encore, ou passez la tâche : cela ne vous coûte rien.',
  },
}

export const recorderMessages: Readonly<Record<'en' | 'fr', Messages>> = { en, fr }
