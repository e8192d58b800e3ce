import { quietUntil } from './quiet-hours.js';

const at = (time: string): Date => new Date(`2027-04-12T${time}:00+08:00`);

describe('quiet hours', () => {
  it.each([
    ['21:59', null],
    ['22:00', '2027-04-13T07:30:00+08:00'],
    ['23:59', '2027-04-13T07:30:00+08:00'],
    ['00:00', '2027-04-12T07:30:00+08:00'],
    ['07:29', '2027-04-12T07:30:00+08:00'],
    ['07:30', null],
  ])('over midnight: at %s they last until %s', (time, until) => {
    expect(quietUntil(at(time), '22:00', '07:30')).toEqual(until && new Date(until));
  });

  it.each([
    ['11:59', null],
    ['12:00', '2027-04-12T14:00:00+08:00'],
    ['14:00', null],
  ])('within a day: at %s they last until %s', (time, until) => {
    expect(quietUntil(at(time), '12:00', '14:00')).toEqual(until && new Date(until));
  });

  it('are none when half of them is missing', () => {
    expect(quietUntil(at('23:00'), null, null)).toBeNull();
    expect(quietUntil(at('23:00'), '22:00', null)).toBeNull();
    expect(quietUntil(at('23:00'), '22:00', '22:00')).toBeNull();
  });
});
