export const messages = {
  en: {
    sending: 'What you did before is still on this device and is being sent …',
    sent: 'What was still on this device is kept by the server now.',
    offline: 'No connection. What you did before is safe on this device and will be sent when it is back.',
    signIn: 'Your session ended. Sign in, and what you did before is sent from this device.',
    failed: 'One response was not accepted:',
    open: 'Open the task',
  },
  fr: {
    sending: 'Ce que vous aviez fait est encore sur cet appareil et part maintenant …',
    sent: 'Ce qui était encore sur cet appareil est maintenant conservé par le serveur.',
    offline: 'Pas de connexion. Ce que vous aviez fait est en sécurité sur cet appareil et partira à son retour.',
    signIn: 'Votre session est terminée. Connectez-vous, et ce que vous aviez fait partira de cet appareil.',
    failed: 'Une réponse n’a pas été acceptée :',
    open: 'Ouvrir la tâche',
  },
} as const
