export type StartupProblemCode =
  | 'data_folder_in_use'
  | 'data_folder_newer'
  | 'data_folder_not_ours'
  | 'data_folder_unwritable'
  | 'database_files_other_major'
  | 'database_binaries_missing'
  | 'database_account_missing'
  | 'database_not_created'
  | 'database_not_started'
  | 'database_port_taken'
  | 'database_still_running'
  | 'database_newer'
  | 'migration_edited'
  | 'migration_out_of_order'
  | 'port_taken'
  | 'backup_not_written'
  | 'backup_not_usable'
  | 'backup_newer'
  | 'crowd_not_usable'
  | 'instance_not_empty'
  | 'instance_running'
  | 'instance_refused'
  | 'instance_unreachable'
  | 'database_unreachable'
  | 'batch_unknown'
  | 'export_not_written'
  | 'export_does_not_fit'
  | 'export_not_for_terminal'
  | 'person_unknown'
  | 'token_expiry_past'
  | 'token_scope_not_yours'
  | 'token_unknown'
  | 'wrong_settings'

export interface Sentences {
  readonly en: string
  readonly fr: string
}

/**
 * Something that the person who starts Canut can put right: said as a sentence, without a stack.
 * Anything else that goes wrong at startup is a bug and keeps its stack.
 */
export class StartupProblem extends Error {
  override readonly name = 'StartupProblem'
  readonly code: StartupProblemCode
  readonly sentences: Sentences

  constructor(code: StartupProblemCode, sentences: Sentences, options?: ErrorOptions) {
    super(sentences.en, options)
    this.code = code
    this.sentences = sentences
  }
}
