/** The part of the alarms API that is used; the declarations for Thunderbird leave it out. */
declare namespace browser.alarms {
  interface Alarm {
    name: string;
  }
  function get(name: string): Promise<Alarm | undefined>;
  function create(name: string, when: { when?: number; delayInMinutes?: number; periodInMinutes?: number }): void;
  const onAlarm: { addListener(listener: (alarm: Alarm) => void): void };
}
