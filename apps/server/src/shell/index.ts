export { shell, type ShellProps } from './shell.tsx'
