const en = {
  loading: 'The task is loading…',
  slow: 'The page of the task does not answer. It may be busy for good. You can skip this task, or report it as broken: your time is paid.',
  broken: 'The page of this task has a mistake, which is not yours. If you cannot go on, report it as broken: your time is paid.',
  left: 'The page of the task has left for another address, which was not opened.',
  grabs:
    'The page of the task keeps taking the keyboard away from the rest of the window, and was stopped. You can skip this task, or report it as broken: your time is paid.',
  lost: 'Part of what you had written has no place in the page any more. Look through the task before you submit it.',
  tooLarge: 'The page sent more than can be kept. Report the task as broken: your time is paid.',
  notKept: 'A file that you chose could not be kept on this device: it may be full. Make room, choose the file again and submit.',
  report: 'Report it as broken',
  again: 'Load the page again',
  unfinished: 'The page of the task has not sent an answer yet.',
}

const fr: typeof en = {
  loading: 'La tâche se charge…',
  slow: 'La page de la tâche ne répond pas. Elle est peut-être bloquée. Vous pouvez passer cette tâche, ou la signaler comme cassée : votre temps est payé.',
  broken:
    'La page de cette tâche contient une erreur, qui n’est pas la vôtre. Si vous ne pouvez pas continuer, signalez-la : votre temps est payé.',
  left: 'La page de la tâche est partie vers une autre adresse, qui n’a pas été ouverte.',
  grabs:
    'La page de la tâche reprend sans cesse le clavier au reste de la fenêtre, et a été arrêtée. Vous pouvez passer cette tâche, ou la signaler comme cassée : votre temps est payé.',
  lost: 'Une partie de ce que vous aviez écrit n’a plus de place dans la page. Regardez la tâche avant de l’envoyer.',
  tooLarge: 'La page a envoyé plus qu’il n’est possible de garder. Signalez la tâche comme cassée : votre temps est payé.',
  notKept:
    'Un fichier que vous avez choisi n’a pas pu être gardé sur cet appareil, qui est peut-être plein. Faites de la place, choisissez-le de nouveau et envoyez.',
  report: 'La signaler comme cassée',
  again: 'Charger la page de nouveau',
  unfinished: 'La page de la tâche n’a pas encore envoyé de réponse.',
}

export const messages = { en, fr } as const
