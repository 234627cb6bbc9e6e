import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const CACHE = join(import.meta.dirname, '../.cache')

/** Nothing but the pages under test may reach the network, and nothing of the machine's may show in a screenshot. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
  // as browsers on a desk do by themselves: a frame without an origin gets a process of its own
  '--site-per-process',
]

const INSTALLED: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'],
}

interface FoundBrowser {
  readonly executablePath: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * A headless Chromium: the one that CHROMIUM_PATH names, else the one inside an npm package (Linux on x64), else an
 * installed Chrome or Chromium. The caller closes it. `more` are switches of Chromium.
 */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const { executablePath, args, env } = await findBrowser()
  // Chromium's own sandbox needs rights that root and most containers lack; it opens no pages but ours.
  const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath,
    args: [...QUIET, ...args, ...rootArgs, ...more],
    env: { ...ownEnvironment(), ...env },
    headless: true,
  })
}

async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names a file that does not exist: ${named}`)
    return { executablePath: named, args: [], env: {} }
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackFromNpm()

  const installed = INSTALLED[process.platform]?.find((path) => existsSync(path))
  if (installed !== undefined) return { executablePath: installed, args: [], env: {} }
  throw new Error(
    'No browser for the browser tests: install Chrome or Chromium, or give the path of one in CHROMIUM_PATH. (Only on Linux with an x64 processor does npm bring one.)',
  )
}

/**
 * The package unpacks into the temporary folder, where it would take a half-written file of an interrupted run, or one
 * of another user, for its own. So it unpacks into a new folder here, which gets its name only when complete.
 */
async function unpackFromNpm(): Promise<FoundBrowser> {
  const packageFolder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..')
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const folder = join(CACHE, `chromium-${version}`)
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true })
    const unfinished = mkdtempSync(join(CACHE, 'chromium-unfinished-'))
    await unpackInto(unfinished, packageFolder)
    moveUnlessThere(unfinished, folder)
  }
  const executablePath = join(folder, 'chromium')
  return {
    executablePath,
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
    env: { ...librariesFor(executablePath, folder), ...fontsFor(folder) },
  }
}

async function unpackInto(folder: string, packageFolder: string): Promise<void> {
  const { default: bundled, inflate } = await import('@sparticuz/chromium')
  const temporary = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    await bundled.executablePath()
    await inflate(join(packageFolder, 'bin/al2023.tar.br'))
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = temporary
  }
}

/** Another run may have finished first; both folders hold the same. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(to)) throw error
    rmSync(from, { recursive: true })
  }
}

/** The package also carries the few libraries that a bare machine lacks; a machine's own are preferred. */
function librariesFor(executablePath: string, folder: string): Record<string, string> {
  const trial = spawnSync(executablePath, ['--version'], { encoding: 'utf8' })
  return trial.status === 0 ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023/lib') }
}

/** Without any font configuration Chromium draws no text at all: then the package's font is used. */
function fontsFor(folder: string): Record<string, string> {
  if (existsSync('/etc/fonts/fonts.conf')) return {}
  const file = join(folder, 'fonts.conf')
  if (!existsSync(file)) {
    writeFileSync(
      file,
      `<?xml version="1.0"?>\n<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>\n`,
    )
  }
  return { FONTCONFIG_FILE: file }
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
