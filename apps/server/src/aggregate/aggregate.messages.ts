import { catalogue } from '../platform/i18n/index.ts'

export const aggregateMessages = catalogue({
  en: {
    read: {
      notUsable: 'These responses cannot be aggregated:',
      twoTruths: ({ task }: { task: string }) => `Another line gives task “${task}” another true answer.`,
      truthElsewhere: 'None of these tasks is among the responses. Do both files name their tasks in the same way?',
      notANumber: ({ received }: { received: string }) =>
        `“${received}” is not a number. Write it with digits and a point, such as 2.5; it can be 1e150 at most.`,
      hasTexts: 'It has a column text: choose a method for texts, such as --method rover.',
      hasLabels: 'It has a column label: choose a method for labels, such as --method auto.',
    },
    refused: {
      tooManyLabels: ({ method, labels, most }: { method: string; labels: number; most: number }) =>
        `There are ${labels} different labels, and ${method} takes at most ${most}. Choose another method; auto takes any number.`,
      tooLarge: ({ method, cells }: { method: string; cells: number }) =>
        `${method} would need a table of ${cells} numbers for these responses, which is too large. Choose majority-vote or auto.`,
      noEstimate: ({ method, why }: { method: string; why: string }) => `${method} finds no answer for these responses: ${why}.`,
      orderUnknown: ({ labels }: { labels: string }) =>
        `ordinal-dawid-skene must know which label is the least. Give all labels in order: --order least … greatest. The file has: ${labels}.`,
      invalidOption: ({ method, option, received }: { method: string; option: string; received: string }) =>
        `${method} cannot use this for ${option}: ${received}. Where it is an order, it must name every label once.`,
      invalidValue: ({ task, worker, received }: { task: string; worker: string; received: string }) =>
        `The response of worker “${worker}” to task “${task}” cannot be used: ${received}.`,
    },
    usage: {
      method: ({ names }: { names: string }) => `There is no such method. There are: ${names}.`,
      seed: 'A seed is a whole number of at most 15 digits.',
      takes_no_gold: ({ method }: { method: string }) => `${method} does not learn from known labels: leave --gold out, or choose auto.`,
      needs_gold: ({ method }: { method: string }) => `${method} needs known labels: --gold <file>, with the columns task and label.`,
      takes_no_seed: ({ method }: { method: string }) => `${method} draws no numbers: leave --seed out.`,
      takes_no_order: ({ method }: { method: string }) => `${method} does not use an order of labels: leave --order out.`,
      takes_no_threads: ({ method }: { method: string }) => `${method} runs in one thread: leave --threads out, or choose dawid-skene.`,
      takes_no_stream: ({ method }: { method: string }) =>
        `${method} needs all responses in memory: leave --stream out, or choose --method dawid-skene or one-coin.`,
      streams_without_report: () => 'A report needs all responses in memory: leave out --report or --stream.',
      streams_in_one_thread: () => 'With --stream, one thread works: leave out --threads or --stream.',
      memory: 'Memory is a whole number of megabytes, from 1.',
      threads: 'Threads are a whole number from 1 to 64.',
      outEnding: ({ out }: { out: string }) => `--out is a file whose name ends with .csv, .tsv or .jsonl, not ${out}`,
      reportEnding: ({ report }: { report: string }) => `--report is a file whose name ends with .html, not ${report}`,
      overwrites: ({ file }: { file: string }) => `${file} would be written over what is read. Give another name.`,
    },
    notWritten: ({ path, reason }: { path: string; reason: string }) => `${path} cannot be written: ${reason}.`,
    noRoom: ({ folder, reason }: { folder: string; reason: string }) =>
      `The responses could not be kept in the temporary folder ${folder}: ${reason}. It needs about three times the room of the file; TMPDIR names another place.`,
    onDisk: ({ file, size, share, memory }: { file: string; size: string; share: number; memory: string }) =>
      `${file} has ${size}, more than 1/${share} of the memory (${memory}): its responses are kept on disk, as with --stream. --no-stream keeps them in memory.`,
    steps: {
      read: 'reading',
      compute: ({ method }: { method: string }) => `computing with ${method}`,
      write: 'writing',
      reading: ({ rows }: { rows: string }) => `rows: ${rows}`,
      computing: ({ seconds }: { seconds: number }) => `${seconds} s`,
      computingRound: ({ round, seconds }: { round: number; seconds: number }) => `round ${round}, ${seconds} s`,
    },
    summary: {
      counts: ({ labels, tasks, workers }: { labels: string; tasks: string; workers: string }) =>
        `Responses: ${labels}; tasks: ${tasks}; workers: ${workers}`,
      replaced: ({ count }: { count: string }) => `Left out, because the same worker answered the task again later: ${count}`,
      method: ({ method }: { method: string }) => `Method: ${method}`,
      chosen: ({ method }: { method: string }) => `Method: auto, which chose ${method}`,
      reason: ({ reason }: { reason: string }) => `Why: ${reason}`,
      notConverged: ({ iterations }: { iterations: string }) =>
        `The answers still changed a little after ${iterations} rounds: take them with care.`,
      accuracy: ({ accuracy, tasks, tied }: { accuracy: string; tasks: string; tied: string }) =>
        `Accuracy: ${accuracy} (tasks with a known truth: ${tasks}; ties among them: ${tied})`,
      errors: ({ absolute, square, tasks }: { absolute: string; square: string; tasks: string }) =>
        `Mean absolute error: ${absolute}; root of the mean square: ${square} (tasks with a known truth: ${tasks})`,
      wordErrors: ({ rate, exact, tasks }: { rate: string; exact: string; tasks: string }) =>
        `Word error rate: ${rate}; without a wrong word: ${exact} (tasks with a known truth: ${tasks})`,
      seconds: ({ seconds, reading }: { seconds: string; reading: string }) => `Time: ${seconds} s, and ${reading} s to read`,
      truthWithoutTask: ({ count }: { count: number }) => `Rows of the truth about tasks without responses, left out: ${count}`,
      goldWithoutTask: ({ count }: { count: number }) => `Rows of known labels about tasks without responses, left out: ${count}`,
    },
  },
  fr: {
    read: {
      notUsable: 'Ces réponses ne peuvent pas être agrégées :',
      twoTruths: ({ task }) => `Une autre ligne donne une autre vraie réponse à la tâche « ${task} ».`,
      truthElsewhere: 'Aucune de ces tâches n’est parmi les réponses. Les deux fichiers nomment-ils les tâches de la même façon ?',
      notANumber: ({ received }) =>
        `« ${received} » n’est pas un nombre. Écrivez-le avec des chiffres et un point, comme 2.5 ; au plus 1e150.`,
      hasTexts: 'Il a une colonne text : choisissez une méthode pour les textes, comme --method rover.',
      hasLabels: 'Il a une colonne label : choisissez une méthode pour les étiquettes, comme --method auto.',
    },
    refused: {
      tooManyLabels: ({ method, labels, most }) =>
        `Il y a ${labels} étiquettes différentes, et ${method} en prend au plus ${most}. Choisissez une autre méthode ; auto en prend autant qu’il y en a.`,
      tooLarge: ({ method, cells }) =>
        `Pour ces réponses, ${method} aurait besoin d’un tableau de ${cells} nombres, ce qui est trop. Choisissez majority-vote ou auto.`,
      noEstimate: ({ method, why }) => `${method} ne trouve pas de réponse ici : ${why}.`,
      orderUnknown: ({ labels }) =>
        `ordinal-dawid-skene doit savoir quelle étiquette est la plus petite. Donnez-les toutes dans l’ordre : --order petite … grande. Le fichier a : ${labels}.`,
      invalidOption: ({ method, option, received }) =>
        `${method} ne peut pas se servir de ceci pour ${option} : ${received}. Un ordre nomme chaque étiquette une fois.`,
      invalidValue: ({ task, worker, received }) =>
        `La réponse de « ${worker} » à la tâche « ${task} » ne peut pas être utilisée : ${received}.`,
    },
    usage: {
      method: ({ names }) => `Cette méthode n’existe pas. Il y a : ${names}.`,
      seed: 'Une graine (seed) est un nombre entier d’au plus 15 chiffres.',
      takes_no_gold: ({ method }) => `${method} n’apprend pas d’étiquettes connues : retirez --gold, ou choisissez auto.`,
      needs_gold: ({ method }) => `${method} a besoin d’étiquettes connues : --gold <fichier>, avec les colonnes task et label.`,
      takes_no_seed: ({ method }) => `${method} ne tire rien au hasard : retirez --seed.`,
      takes_no_order: ({ method }) => `${method} ne se sert pas d’un ordre des étiquettes : retirez --order.`,
      takes_no_threads: ({ method }) => `${method} n’emploie qu’un fil : retirez --threads, ou choisissez dawid-skene.`,
      takes_no_stream: ({ method }) =>
        `${method} a besoin de toutes les réponses en mémoire : retirez --stream, ou choisissez --method dawid-skene ou one-coin.`,
      streams_without_report: () => 'Un rapport a besoin de toutes les réponses en mémoire : retirez --report ou --stream.',
      streams_in_one_thread: () => 'Avec --stream, un seul fil travaille : retirez --threads ou --stream.',
      memory: 'La mémoire est un nombre entier de mégaoctets, à partir de 1.',
      threads: 'Le nombre de fils (threads) est un nombre entier de 1 à 64.',
      outEnding: ({ out }) => `--out est un fichier dont le nom finit par .csv, .tsv ou .jsonl, pas ${out}`,
      reportEnding: ({ report }) => `--report est un fichier dont le nom finit par .html, pas ${report}`,
      overwrites: ({ file }) => `${file} serait écrit par-dessus ce qui est lu. Donnez un autre nom.`,
    },
    notWritten: ({ path, reason }) => `${path} ne peut pas être écrit : ${reason}.`,
    noRoom: ({ folder, reason }) =>
      `Les réponses n’ont pas pu être gardées dans le dossier temporaire ${folder} : ${reason}. Il faut environ trois fois la place du fichier ; TMPDIR indique un autre endroit.`,
    onDisk: ({ file, size, share, memory }) =>
      `${file} a ${size}, plus de 1/${share} de la mémoire (${memory}) : ses réponses restent sur le disque, comme avec --stream. --no-stream les garde en mémoire.`,
    steps: {
      read: 'lecture',
      compute: ({ method }) => `calcul avec ${method}`,
      write: 'écriture',
      reading: ({ rows }) => `lignes : ${rows}`,
      computing: ({ seconds }) => `${seconds} s`,
      computingRound: ({ round, seconds }) => `tour ${round}, ${seconds} s`,
    },
    summary: {
      counts: ({ labels, tasks, workers }) => `Réponses : ${labels} ; tâches : ${tasks} ; personnes : ${workers}`,
      replaced: ({ count }) => `Laissées de côté, parce que la même personne a répondu de nouveau plus tard : ${count}`,
      method: ({ method }) => `Méthode : ${method}`,
      chosen: ({ method }) => `Méthode : auto, qui a choisi ${method}`,
      reason: ({ reason }) => `Pourquoi : ${reason}`,
      notConverged: ({ iterations }) => `Les réponses changeaient encore un peu après ${iterations} tours : à prendre avec prudence.`,
      accuracy: ({ accuracy, tasks, tied }) =>
        `Exactitude : ${accuracy} (tâches dont la vérité est connue : ${tasks} ; ex æquo parmi elles : ${tied})`,
      errors: ({ absolute, square, tasks }) =>
        `Erreur absolue moyenne : ${absolute} ; racine de l’erreur quadratique moyenne : ${square} (tâches dont la vérité est connue : ${tasks})`,
      wordErrors: ({ rate, exact, tasks }) =>
        `Mots erronés : ${rate} ; sans aucun mot erroné : ${exact} (tâches dont la vérité est connue : ${tasks})`,
      seconds: ({ seconds, reading }) => `Temps : ${seconds} s, et ${reading} s de lecture`,
      truthWithoutTask: ({ count }) => `Lignes de la vérité sur des tâches sans réponse, laissées de côté : ${count}`,
      goldWithoutTask: ({ count }) => `Lignes d’étiquettes connues sur des tâches sans réponse, laissées de côté : ${count}`,
    },
  },
})
