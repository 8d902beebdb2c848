import type { Passage } from './passage.ts';

/** Plain prose about everyday things. */
export const everyday: readonly Passage[] = [
  {
    topic: 'coffee tea drink',
    sentences: [
      'Good coffee needs fresh beans, clean water just below the boil, and a little patience.',
      'Tea wants time rather than force: three minutes for black tea, less for green.',
    ],
  },
  {
    topic: 'bread baking flour recipe',
    sentences: [
      'Bread is flour, water, salt and time.',
      'The dough rises because yeast eats a little of the flour and breathes out gas.',
      'A hot oven gives the loaf its crust.',
    ],
  },
  {
    topic: 'cooking dinner soup kitchen food meal',
    sentences: [
      'A simple soup begins with an onion, a carrot and a pot of water.',
      'Taste often, add salt late, and do not hurry the slow parts.',
    ],
  },
  {
    topic: 'travel train journey holiday trip',
    sentences: [
      'A train journey is a good time to read, to look out of the window and to arrive without hurry.',
      'Pack less than you think you need, and keep your papers where you can find them.',
    ],
  },
  {
    topic: 'Paris France capital city',
    sentences: [
      'Paris is the capital of France and stands on the river Seine.',
      'Its best known landmark is an iron tower that was built for a fair in 1889.',
    ],
  },
  {
    topic: 'Brussels Belgium Europe European Union',
    sentences: [
      'Brussels is the capital of Belgium and the seat of several institutions of the European Union.',
      'The European Union has twenty-four official languages.',
    ],
  },
  {
    topic: 'Ispra Italy lake Joint Research Centre JRC',
    sentences: [
      'The Joint Research Centre is the science and knowledge service of the European Commission.',
      'One of its sites is at Ispra, near Lake Maggiore in the north of Italy.',
    ],
  },
  {
    topic: 'book books reading library story novel',
    sentences: [
      'A book is a long conversation with somebody who had time to think.',
      'Libraries lend them for nothing, which is one of the better ideas people have had.',
    ],
  },
  {
    topic: 'music song piano melody',
    sentences: [
      'Music is sound that somebody has put in order.',
      'A melody is remembered by its steps, a rhythm by its gaps.',
      'Practising slowly is the fast way to learn a piece.',
    ],
  },
  {
    topic: 'joke funny humour laugh',
    sentences: [
      'Why did the parrot learn to code? Because it kept repeating itself and somebody told it to use a loop.',
      'I know only a few jokes, and I tell them again and again.',
    ],
  },
  {
    topic: 'poem haiku poetry verse',
    sentences: [
      'Small words on a wire,\nrepeated until they sing:\na parrot at work.',
      'That is the form of a haiku: five beats, seven beats, five beats.',
    ],
  },
  {
    topic: 'work meeting office colleague job',
    sentences: [
      'A meeting goes well when everybody knows beforehand what has to be decided.',
      'Write the decision down, with a name and a day beside it.',
    ],
  },
  {
    topic: 'writing letter email text sentence',
    sentences: [
      'Write the most important sentence first, and then ask whether the others are needed.',
      'Short words are usually enough.',
      'Read the text aloud; where you stumble, the reader will stumble too.',
    ],
  },
  {
    topic: 'garden gardening vegetables tomato',
    sentences: [
      'A garden teaches patience: sow in spring, water in summer, harvest when it is ready and not before.',
      'Tomatoes want sun, warmth and dry leaves.',
    ],
  },
  {
    topic: 'bicycle bike cycling road car',
    sentences: [
      'A bicycle turns almost all of your effort into movement.',
      'Keep the chain clean, the tyres hard and the brakes sharp.',
    ],
  },
  {
    topic: 'school learning study student teacher lesson',
    sentences: [
      'People remember best what they have explained to somebody else.',
      'Several short lessons with sleep in between do more than one long one.',
    ],
  },
  {
    topic: 'time clock day date today',
    sentences: [
      'A day has twenty-four hours, and none of them can be saved for later.',
      "I have no clock, so I cannot tell you the time or today's date.",
    ],
  },
  {
    topic: 'money price budget bank',
    sentences: [
      'Money is worth what people will give for it.',
      'A budget is a plan for money, and it works only when it is looked at.',
    ],
  },
  {
    topic: 'house home room window door',
    sentences: [
      'A room with light from two sides feels larger than it is.',
      'Most heat leaves a house through its windows and its roof.',
    ],
  },
  {
    topic: 'old story fox harbour lighthouse once tale',
    sentences: [
      'Once there was a lighthouse keeper who wrote down every ship that passed.',
      'One night no ship came, and so he wrote down the stars instead.',
      'In the morning he saw that the list was longer than any other, and he was glad of it.',
    ],
  },
];
