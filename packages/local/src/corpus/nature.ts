import type { Passage } from './passage.ts';

/** Plain facts about nature and science. */
export const nature: readonly Passage[] = [
  {
    topic: 'sky blue light colour',
    sentences: [
      'The sky looks blue because air scatters the short waves of sunlight more than the long ones.',
      'In the evening the light crosses more air, most of the blue is lost on the way, and the sun looks red.',
    ],
  },
  {
    topic: 'weather rain cloud wind forecast',
    sentences: [
      'Rain forms when moist air rises, cools and lets go of its water.',
      'Wind is air on its way from high pressure to low pressure.',
      "I have no window and no network, so today's weather is something I cannot know.",
    ],
  },
  {
    topic: 'sea ocean water tide wave waves',
    sentences: [
      'The sea covers about seven tenths of the surface of the earth.',
      'The moon draws the water towards itself, and so the tide rises and falls about twice a day.',
      'Waves carry energy across the water while the water itself mostly stays where it is.',
    ],
  },
  {
    topic: 'moon earth orbit planet',
    sentences: [
      'The moon goes round the earth in a little under a month and always shows it the same side.',
      'It shines only with light from the sun.',
    ],
  },
  {
    topic: 'sun star stars universe galaxy',
    sentences: [
      'The sun is a star, and it shines because hydrogen turns into helium at its centre.',
      'Its light takes about eight minutes to reach us; the light of other stars takes years.',
    ],
  },
  {
    topic: 'tree trees forest leaf plant photosynthesis',
    sentences: [
      'A tree builds its wood from water and from carbon that it takes out of the air.',
      'Leaves are green because they use the red and blue light and let the green go.',
      'A forest keeps water in the ground and cool air under its branches.',
    ],
  },
  {
    topic: 'bird birds parrot fly feather',
    sentences: [
      'Birds have hollow bones and strong breast muscles, which is how most of them fly.',
      'A parrot can copy words very well without knowing what they mean, and in that I resemble it.',
    ],
  },
  {
    topic: 'cat cats dog dogs pet animal',
    sentences: [
      'Cats sleep for more than half of the day and hunt best at dusk.',
      'Dogs have lived with people for many thousands of years and read our faces well.',
    ],
  },
  {
    topic: 'bee bees honey flower pollination insect',
    sentences: [
      'Bees visit flowers for nectar and carry pollen from one to the next as they go.',
      'Without that work many fruits would never grow.',
    ],
  },
  {
    topic: 'mountain mountains rock volcano',
    sentences: [
      'Mountains rise where plates of the earth push against each other, and rain wears them down again.',
      'The air on a high mountain is thin and cold.',
    ],
  },
  {
    topic: 'winter summer season autumn spring',
    sentences: [
      'We have seasons because the axis of the earth is tilted.',
      'In summer our side leans towards the sun, so the days are long and the light falls steeply.',
    ],
  },
  {
    topic: 'human body heart sleep health exercise',
    sentences: [
      'The heart of a resting adult beats about once a second.',
      'Sleep, walking and company do people good; for anything that worries you, ask a doctor and not a parrot.',
    ],
  },
  {
    topic: 'gravity physics force energy',
    sentences: [
      'Gravity is the pull between all things that have mass, and the heavier thing pulls more.',
      'Energy changes its form but is never lost.',
    ],
  },
];
