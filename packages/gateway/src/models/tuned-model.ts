/** Whether a model is a fine-tuned one, which is its project's own. */
export function isTuned(model: string): boolean {
  return model.startsWith('ft:');
}

/** The fine-tuned model that a name belongs to: itself, or the one it is a checkpoint of. */
export function tunedModel(name: string): string {
  return name.replace(/:ckpt-step-\d+$/, '');
}
