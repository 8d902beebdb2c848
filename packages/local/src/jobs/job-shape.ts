import { METADATA, optional, type Rule, type Shape } from '../validation/shape.ts';

// `auto` is a string and the rest are numbers; which string is checked beside the table.
const count = (max: number): Rule => ({ type: ['integer', 'string', 'null'], min: 1, max });
const HYPERPARAMETERS: Shape = {
  n_epochs: count(50),
  batch_size: count(256),
  learning_rate_multiplier: { type: ['number', 'string', 'null'], min: 0, above: true },
};

/** The parameters of `POST /fine_tuning/jobs`. */
export const JOB_SHAPE: Shape = {
  model: { type: 'string', required: true, min: 1 },
  training_file: { type: 'string', required: true, min: 1 },
  validation_file: optional.string,
  suffix: { type: ['string', 'null'], max: 64 },
  seed: { type: ['integer', 'null'], min: 0, max: 2_147_483_647 },
  hyperparameters: { type: ['object', 'null'], fields: HYPERPARAMETERS },
  method: {
    type: ['object', 'null'],
    fields: {
      type: { type: 'string', required: true, values: ['supervised', 'dpo', 'reinforcement'] },
      supervised: { type: 'object', fields: { hyperparameters: { type: 'object', fields: HYPERPARAMETERS } } },
      dpo: {
        type: 'object',
        fields: {
          hyperparameters: {
            type: 'object',
            fields: { ...HYPERPARAMETERS, beta: { type: ['number', 'string', 'null'], min: 0, above: true, max: 2 } },
          },
        },
      },
      reinforcement: optional.object,
    },
  },
  integrations: { type: ['array', 'null'], max: 5, each: { type: 'object' } },
  metadata: METADATA,
};
