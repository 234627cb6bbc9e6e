import type { CheckedLine, CheckResponse, LineBox } from '@canut/contract'
import { textIn } from '../../platform/members.ts'
import { canutVersion } from '../../platform/version.ts'
import { entryNames } from './entry-names.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { extentOf } from './regions.ts'
import type { Spool } from './spool.ts'
import { xmlAttribute, xmlText } from './xml.ts'
import { zipOf, type ZipEntry } from './zip.ts'

const isOfLines = (settings: unknown): boolean => textIn(settings, 'kind') === 'document'

/** What archives and libraries keep the text of a scanned page in: where each line stands, and what it says. */
export const alto: ExportFormat = {
  name: 'alto.zip',
  mediaType: 'application/zip',
  title: { en: 'ALTO 4.2', fr: 'ALTO 4.2' },
  summary: {
    en: 'An XML file per page with its lines and where they stand, as libraries and archives keep them. Lines that were said to be none are left out.',
    fr: 'Un fichier XML par page avec ses lignes et leur place, tel que les bibliothèques et les archives les gardent. Ce qui n’était pas une ligne est laissé de côté.',
  },
  types: ['check'],
  suits: isOfLines,
  answers: ['results'],
  write: (rows, context) =>
    zipOf(context, (openSpool) => pagesOf(rows, openSpool, { end: '.xml', write: (page) => altoOf(page, context) })),
}

export const hocr: ExportFormat = {
  name: 'hocr.zip',
  mediaType: 'application/zip',
  title: { en: 'hOCR', fr: 'hOCR' },
  summary: {
    en: 'An HTML file per page with its lines and where they stand, as programs that read documents write them. Lines that were said to be none are left out.',
    fr: 'Un fichier HTML par page avec ses lignes et leur place, tel que l’écrivent les programmes qui lisent des documents. Ce qui n’était pas une ligne est laissé de côté.',
  },
  types: ['check'],
  suits: isOfLines,
  answers: ['results'],
  write: (rows, context) =>
    zipOf(context, (openSpool) => pagesOf(rows, openSpool, { end: '.hocr', write: (page) => hocrOf(page, context) })),
}

interface Page {
  readonly image: string
  readonly lines: readonly CheckedLine[]
}

async function* pagesOf(
  rows: AsyncIterable<ExportRow>,
  openSpool: () => Spool,
  { end, write }: { end: string; write: (page: Page) => string },
): AsyncGenerator<ZipEntry, void, undefined> {
  const names = entryNames(openSpool())
  for await (const { payload, response } of rows) {
    if (response === null) continue
    const image = textIn(payload, 'image')
    const { lines = [] } = response as CheckResponse
    yield { name: await names.take('', image, end), content: write({ image, lines: lines.filter(({ text }) => text !== '') }) }
  }
  yield* names.listRenamed()
}

function altoOf({ image, lines }: Page, { about }: ExportContext): string {
  const around = boxAround(lines)
  const texts = lines.map(
    ({ ok, text, box }, place) => `
          <TextLine ID="line_${place + 1}"${altoBox(box)} CS="${!ok}">
            <String ID="string_${place + 1}"${altoBox(box)} CONTENT="${xmlAttribute(text)}"/>
          </TextLine>`,
  )
  // a block has a line or more
  const block = texts.length === 0 ? '' : `\n        <TextBlock ID="block_1"${altoBox(around)}>${texts.join('')}\n        </TextBlock>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" SCHEMAVERSION="4.2">
  <Description>
    <MeasurementUnit>pixel</MeasurementUnit>
    <sourceImageInformation>
      <fileName>${xmlText(image)}</fileName>
    </sourceImageInformation>
    <Processing ID="processing_1">
      <processingStepDescription>checked by people, line by line: ${xmlText(about)}</processingStepDescription>
      <processingSoftware>
        <softwareName>Canut</softwareName>
        <softwareVersion>${canutVersion}</softwareVersion>
      </processingSoftware>
    </Processing>
  </Description>
  <Layout>
    <Page ID="page_1" PHYSICAL_IMG_NR="1">
      <PrintSpace${altoBox(around)}>${block}
      </PrintSpace>
    </Page>
  </Layout>
</alto>
`
}

const altoBox = (box: LineBox | undefined): string =>
  box === undefined ? '' : ` HPOS="${box.x}" VPOS="${box.y}" WIDTH="${box.w}" HEIGHT="${box.h}"`

/** A page is as large as what stands on it: how large its picture is, nobody said. */
function hocrOf({ image, lines }: Page, { about, batch, language }: ExportContext): string {
  const { x, y, w, h } = boxAround(lines) ?? { x: 0, y: 0, w: 0, h: 0 }
  const texts = lines.map(
    ({ text, box }, place) =>
      `<span class="ocr_line" id="line_1_${place + 1}"${box === undefined ? '' : ` title="${hocrBox(box)}"`}>${xmlText(text)}</span><br/>\n`,
  )
  const lang = textIn(batch.settings, 'language') || (language ?? '')
  // the name is quoted inside of an attribute, where a backslash keeps a quote from ending it
  const quoted = `"${image.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"${lang === '' ? '' : ` xml:lang="${xmlAttribute(lang)}" lang="${xmlAttribute(lang)}"`}>
<head>
<meta charset="utf-8"/>
<title>${xmlText(image)}</title>
<meta name="ocr-system" content="Canut ${canutVersion}"/>
<meta name="ocr-capabilities" content="ocr_page ocr_line"/>
<link rel="describedby" href="${xmlAttribute(about)}"/>
</head>
<body>
<div class="ocr_page" id="page_1" title="${xmlAttribute(`image ${quoted}; bbox 0 0 ${x + w} ${y + h}; ppageno 0`)}">
${texts.join('')}</div>
</body>
</html>
`
}

const hocrBox = ({ x, y, w, h }: LineBox): string => `bbox ${x} ${y} ${x + w} ${y + h}`

function boxAround(lines: readonly CheckedLine[]): LineBox | undefined {
  const boxes = lines.flatMap(({ box }) => (box === undefined ? [] : [box]))
  return boxes.length === 0 ? undefined : extentOf(boxes.flatMap(({ x, y, w, h }) => [[x, y] as const, [x + w, y + h] as const]))
}
