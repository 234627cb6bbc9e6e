export { backUp, type BackupReport } from './back-up.ts'
export { checkBackup, restoreBackup, type RestoreProgress, type RestoreReport } from './restore-backup.ts'
export { messages as backupMessages } from './backups.messages.ts'
