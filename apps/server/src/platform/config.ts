import { resolve } from 'node:path'

export interface Config {
  /** folder of the embedded database, mail files, media and locks */
  readonly dataDir: string
  /** null: run the embedded PostgreSQL under `dataDir` */
  readonly databaseUrl: string | null
  readonly host: string
  readonly port: number
  /** how people reach this instance; no trailing slash */
  readonly publicUrl: string
  /** null: mails are written as files under `dataDir`/mail */
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** null: files are kept under `dataDir`/files */
  readonly s3: S3Config | null
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly demo: boolean
  readonly poolSize: number
  /** proxies that may say in X-Forwarded-For whom they speak for */
  readonly trustProxy: boolean
  /** how long to go on serving after being asked to stop, so that load balancers notice */
  readonly stopDelaySeconds: number
}

export interface S3Config {
  readonly endpoint: string | null
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] }

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

const SECRET_MIN = 32

/** Reads all settings once and reports every wrong one together, each as a sentence. Values of secrets are never repeated. */
export function readConfig(env: Record<string, string | undefined>): ConfigResult {
  const problems: string[] = []
  const get = (name: string) => {
    const value = env[name]?.trim()
    return value === undefined || value === '' ? null : value
  }

  const databaseUrl = get('DATABASE_URL')
  if (databaseUrl !== null && !isUrl(databaseUrl, ['postgres:', 'postgresql:'])) problems.push('DATABASE_URL is not a postgres:// address')
  const smtpUrl = get('SMTP_URL')
  if (smtpUrl !== null && !isUrl(smtpUrl, ['smtp:', 'smtps:'])) problems.push('SMTP_URL is not an smtp:// or smtps:// address')
  const publicUrl = get('PUBLIC_URL')
  if (publicUrl !== null && !isUrl(publicUrl, ['http:', 'https:']))
    problems.push(`PUBLIC_URL is not an http:// or https:// address, got "${publicUrl}"`)

  const port = integer('PORT', get('PORT'), 3000, 0, 65_535, problems)
  const poolSize = integer('DATABASE_POOL_SIZE', get('DATABASE_POOL_SIZE'), 12, 3, 200, problems)
  const logLevel = get('LOG_LEVEL') ?? 'info'
  if (!(LOG_LEVELS as readonly string[]).includes(logLevel))
    problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, got "${logLevel}"`)
  const demo = flag('CANUT_DEMO', get('CANUT_DEMO'), true, problems)
  const trustProxy = flag('TRUST_PROXY', get('TRUST_PROXY'), false, problems)
  const stopDelaySeconds = integer('STOP_DELAY_SECONDS', get('STOP_DELAY_SECONDS'), 0, 0, 300, problems)
  // who can guess it can sign in as anybody
  const secret = get('CANUT_SECRET')
  if (secret !== null && secret.length < SECRET_MIN) problems.push(`CANUT_SECRET must have at least ${SECRET_MIN} characters`)
  const s3 = readS3(get, problems)
  const host = get('HOST') ?? '127.0.0.1'

  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    config: Object.freeze({
      dataDir: resolve(get('CANUT_DATA') ?? '.canut'),
      databaseUrl,
      host,
      port,
      publicUrl: (publicUrl ?? `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`).replace(/\/+$/, ''),
      smtpUrl,
      mailFrom: get('MAIL_FROM') ?? 'Canut <canut@localhost>',
      s3,
      logLevel: logLevel as Config['logLevel'],
      demo,
      poolSize,
      trustProxy,
      stopDelaySeconds,
    }),
  }
}

function readS3(get: (name: string) => string | null, problems: string[]): S3Config | null {
  const names = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const
  const given = names.filter((name) => get(name) !== null)
  const endpoint = get('S3_ENDPOINT')
  if (endpoint !== null && !isUrl(endpoint, ['http:', 'https:'])) problems.push('S3_ENDPOINT is not an http:// or https:// address')
  if (given.length === 0) {
    if (endpoint !== null) problems.push('S3_ENDPOINT is set, but S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are missing')
    return null
  }
  for (const name of names)
    if (get(name) === null) problems.push(`${name} is missing: ${given.join(' and ')} ${given.length > 1 ? 'are' : 'is'} set`)
  return {
    endpoint,
    region: get('S3_REGION') ?? 'us-east-1',
    bucket: get('S3_BUCKET') ?? '',
    accessKeyId: get('S3_ACCESS_KEY_ID') ?? '',
    secretAccessKey: get('S3_SECRET_ACCESS_KEY') ?? '',
  }
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}

function integer(name: string, text: string | null, fallback: number, min: number, max: number, problems: string[]): number {
  if (text === null) return fallback
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  problems.push(`${name} must be ${min}–${max}, got "${text.slice(0, 40)}"`)
  return fallback
}

function flag(name: string, text: string | null, fallback: boolean, problems: string[]): boolean {
  if (text === null) return fallback
  if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true
  if (['0', 'false', 'no', 'off'].includes(text.toLowerCase())) return false
  problems.push(`${name} must be on or off, got "${text.slice(0, 40)}"`)
  return fallback
}
