import '@canut/elements/files'
import { loadTus } from '../task-screen/send-files.ts'

// fetched beside the first task, for photos that are taken where there is no line; later it is tried again
void loadTus().catch(() => undefined)
