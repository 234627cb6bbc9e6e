const en = {
  take: 'Take a photo',
  choose: 'Choose on this device',
  again: 'Choose another one',
  remove: (name: string) => `Remove ${name}`,
  removeShort: 'Remove',
  retry: 'Try again',
  retryOf: (name: string) => `Try again to keep ${name}`,
  chosen: 'Chosen so far',
  count: (count: string, fewest: string, most: string) =>
    fewest === most ? `${count} of ${most}` : `${count}, between ${fewest} and ${most} are asked for`,
  keeping: (name: string) => `${name} is being kept on this device…`,
  kept: (name: string) => `${name} is kept on this device until you submit.`,
  removed: (name: string) => `${name} was removed.`,
  notKept: (name: string) => `This device has no room to keep ${name}. Free some space, then try again.`,
  elsewhere: (name: string) => `${name} is on the device on which it was chosen. Submit from there, or remove it and choose it again.`,
  full: (name: string, most: string) => `${name} was not taken: at most ${most} are asked for. Remove one first.`,
  empty: (name: string) => `${name} is empty. Choose another file.`,
  tooLarge: (name: string, size: string) => `${name} is larger than ${size}. Make it smaller, or choose another file.`,
  tooManyPixels: (name: string, found: string, most: string) =>
    `${name} has ${found} million pixels; at most ${most} million are taken. Make it smaller, or choose another one.`,
  unreadable: (name: string) => `${name} cannot be opened as a picture. Take it again, or choose a JPEG or PNG.`,
  kind: (name: string) => `${name} is not of the kind that is asked for here. Choose another file.`,
  missing: 'Add what is asked for first.',
  tooFew: (fewest: string) => `Add at least ${fewest}.`,
  wait: 'A file is still being kept on this device. Wait a moment.',
  place: 'Keep in my photos what the camera wrote into them',
  placeWhy:
    'That is the place where each was taken, the date and time, and the camera. Without this tick it is removed, and only the picture is kept. You are paid the same either way.',
  placeGone: 'A photo that was sent without it stays without it. To add it, remove the photo and choose it again.',
  megabytes: (size: string) => `${size} MB`,
}

type Messages = typeof en

const fr: Messages = {
  take: 'Prendre une photo',
  choose: 'Choisir sur cet appareil',
  again: 'En choisir une autre',
  remove: (name) => `Retirer ${name}`,
  removeShort: 'Retirer',
  retry: 'Réessayer',
  retryOf: (name) => `Essayer encore de garder ${name}`,
  chosen: 'Choisi jusqu’ici',
  count: (count, fewest, most) => (fewest === most ? `${count} sur ${most}` : `${count}, entre ${fewest} et ${most} sont demandés`),
  keeping: (name) => `${name} se met en lieu sûr sur cet appareil…`,
  kept: (name) => `${name} est gardé sur cet appareil jusqu’à l’envoi.`,
  removed: (name) => `${name} est retiré.`,
  notKept: (name) => `Cet appareil n’a plus de place pour garder ${name}. Libérez de l’espace, puis réessayez.`,
  elsewhere: (name) =>
    `${name} est sur l’appareil où il a été choisi. Envoyez depuis cet appareil, ou retirez-le et choisissez-le de nouveau.`,
  full: (name, most) => `${name} n’a pas été pris : ${most} au plus sont demandés. Retirez-en un d’abord.`,
  empty: (name) => `${name} est vide. Choisissez un autre fichier.`,
  tooLarge: (name, size) => `${name} dépasse ${size}. Réduisez-le, ou choisissez un autre fichier.`,
  tooManyPixels: (name, found, most) =>
    `${name} a ${found} millions de pixels ; ${most} millions au plus sont pris. Réduisez-le, ou choisissez-en un autre.`,
  unreadable: (name) => `${name} ne s’ouvre pas comme une image. Reprenez la photo, ou choisissez un JPEG ou un PNG.`,
  kind: (name) => `${name} n’est pas du genre demandé ici. Choisissez un autre fichier.`,
  missing: 'Ajoutez d’abord ce qui est demandé.',
  tooFew: (fewest) => `Ajoutez-en au moins ${fewest}.`,
  wait: 'Un fichier se met encore en lieu sûr sur cet appareil. Attendez un instant.',
  place: 'Garder dans mes photos ce que l’appareil y a écrit',
  placeWhy:
    'C’est-à-dire le lieu de chaque prise de vue, la date et l’heure, et l’appareil. Sans cette coche, tout cela est retiré et seule l’image est gardée. Le paiement est le même dans les deux cas.',
  placeGone: 'Une photo envoyée sans ces indications reste sans elles. Pour les ajouter, retirez la photo et choisissez-la de nouveau.',
  megabytes: (size) => `${size} Mo`,
}

export const filesMessages: Readonly<Record<'en' | 'fr', Messages>> = { en, fr }
