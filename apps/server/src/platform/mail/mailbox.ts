import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { newId } from '../ids.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  /** plain text; lines are wrapped by the reader */
  readonly text: string
}

export interface Mailbox {
  send(mail: Mail): Promise<void>
}

export function smtpMailbox(smtpUrl: string, from: string): Mailbox {
  const transport = nodemailer.createTransport(smtpUrl)
  return {
    async send(mail) {
      await transport.sendMail({ from, ...mail })
    },
  }
}

const PATIENCE_MS = 10_000

/** Connects and signs in as for a mail, and sends none. @throws Error with what the server or the network says */
export async function trySmtp(smtpUrl: string): Promise<void> {
  const patience = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS }
  const transport = nodemailer.createTransport({ url: smtpUrl, ...patience })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

/** Writes each mail as a .eml file that any mail program opens: what an instance does until SMTP_URL is set. */
export function folderMailbox(folder: string, from: string): Mailbox {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true })
  return {
    async send(mail) {
      const { message } = await transport.sendMail({ from, ...mail })
      await mkdir(folder, { recursive: true })
      const path = join(folder, `${newId()}.eml`)
      // a reader never sees half a mail
      await writeFile(`${path}.part`, message as Buffer)
      await rename(`${path}.part`, path)
    },
  }
}
