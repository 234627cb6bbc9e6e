import '@canut/elements/recorder'
import { loadTus } from '../task-screen/send-files.ts'

// fetched beside the first task, for recordings that are made where there is no line; later it is tried again
void loadTus().catch(() => undefined)
