<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
  <context>
    <name>Compare</name>
    <message>
      <source>%1, seed %2</source>
      <translation>%1, начальное число %2</translation>
    </message>
    <message>
      <source>step</source>
      <translation>шаг</translation>
    </message>
    <message>
      <source>At %1 %2</source>
      <translation>%1 %2</translation>
    </message>
    <message>
      <source>at %1</source>
      <translation>%1</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Best</source>
      <translation>Лучшее</translation>
    </message>
    <message>
      <source>Last</source>
      <translation>Последнее</translation>
    </message>
    <message>
      <source>%1, the best</source>
      <translation>%1, лучшее</translation>
    </message>
    <message>
      <source>The best of these runs</source>
      <translation>Лучшее из этих запусков</translation>
    </message>
    <message>
      <source>Measured at %1</source>
      <translation>Измерено: %1</translation>
    </message>
    <message>
      <source>The run has no value there</source>
      <translation>Здесь у запуска нет значения</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>Настройка</translation>
    </message>
  </context>
  <context>
    <name>Format</name>
    <message>
      <source>G</source>
      <translation>млрд</translation>
    </message>
    <message>
      <source>M</source>
      <translation>млн</translation>
    </message>
    <message>
      <source>k</source>
      <translation>тыс.</translation>
    </message>
    <message>
      <source>GB</source>
      <translation>ГБ</translation>
    </message>
    <message>
      <source>MB</source>
      <translation>МБ</translation>
    </message>
    <message>
      <source>kB</source>
      <translation>кБ</translation>
    </message>
    <message>
      <source>bytes</source>
      <translation>байт</translation>
    </message>
    <message>
      <source>s</source>
      <translation>с</translation>
    </message>
    <message>
      <source>min</source>
      <translation>мин</translation>
    </message>
    <message>
      <source>h</source>
      <translation>ч</translation>
    </message>
    <message>
      <source>today %1</source>
      <translation>сегодня %1</translation>
    </message>
  </context>
  <context>
    <name>Metric</name>
    <message>
      <source>Loss</source>
      <translation>Потери</translation>
    </message>
    <message>
      <source>nats per prediction</source>
      <translation>натов на предсказание</translation>
    </message>
    <message>
      <source>Loss on masked words</source>
      <translation>Потери на скрытых словах</translation>
    </message>
    <message>
      <source>Loss on next sentence</source>
      <translation>Потери на следующем предложении</translation>
    </message>
    <message>
      <source>nats per pair</source>
      <translation>натов на пару</translation>
    </message>
    <message>
      <source>Masked words right</source>
      <translation>Верно скрытых слов</translation>
    </message>
    <message>
      <source>share</source>
      <translation>доля</translation>
    </message>
    <message>
      <source>Next sentence right</source>
      <translation>Верно о следующем предложении</translation>
    </message>
    <message>
      <source>Perplexity</source>
      <translation>Перплексия</translation>
    </message>
    <message>
      <source>e to the loss</source>
      <translation>e в степени потерь</translation>
    </message>
    <message>
      <source>Gradient norm</source>
      <translation>Норма градиента</translation>
    </message>
    <message>
      <source>before clipping</source>
      <translation>до обрезки</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Скорость обучения</translation>
    </message>
    <message>
      <source>per parameter group</source>
      <translation>по группам параметров</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Скорость</translation>
    </message>
    <message>
      <source>tokens per second</source>
      <translation>токенов в секунду</translation>
    </message>
    <message>
      <source>with weight decay</source>
      <translation>с затуханием весов</translation>
    </message>
    <message>
      <source>without weight decay</source>
      <translation>без затухания весов</translation>
    </message>
    <message>
      <source>Sentences</source>
      <translation>Предложения</translation>
    </message>
    <message>
      <source>Seconds</source>
      <translation>Секунды</translation>
    </message>
  </context>
  <context>
    <name>Runs</name>
    <message>
      <source>started</source>
      <translation>начат</translation>
    </message>
    <message>
      <source>continued from a checkpoint</source>
      <translation>продолжен с контрольной точки</translation>
    </message>
    <message>
      <source>checkpoint saved</source>
      <translation>сохранена контрольная точка</translation>
    </message>
    <message>
      <source>evaluated on held-out text</source>
      <translation>проверен на отложенном тексте</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>пауза</translation>
    </message>
    <message>
      <source>resumed</source>
      <translation>продолжен</translation>
    </message>
    <message>
      <source>stopping, saving a checkpoint</source>
      <translation>останавливается, сохраняет контрольную точку</translation>
    </message>
    <message>
      <source>stopped</source>
      <translation>остановлен</translation>
    </message>
    <message>
      <source>finished</source>
      <translation>закончен</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>не удался</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>прерван</translation>
    </message>
    <message>
      <source>the loss is not a number</source>
      <translation>потери не число</translation>
    </message>
    <message>
      <source>none</source>
      <translation>нет</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>да</translation>
    </message>
    <message>
      <source>no</source>
      <translation>нет</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Размер</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Сохранена</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Состояние</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Папка</translation>
    </message>
    <message>
      <source>removed to save space</source>
      <translation>удалена ради места</translation>
    </message>
    <message>
      <source>kept, best so far</source>
      <translation>есть, лучшая</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>есть</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Время</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>Что произошло</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>Часть</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>Настройка</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Значение</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Заготовка</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>изменено</translation>
    </message>
    <message>
      <source>training</source>
      <translation>обучается</translation>
    </message>
    <message>
      <source>done</source>
      <translation>готов</translation>
    </message>
    <message>
      <source>%1 at step %2</source>
      <translation>%1 на шаге %2</translation>
    </message>
    <message>
      <source>%1, %2</source>
      <translation>%1, %2</translation>
    </message>
    <message>
      <source>%1, loss %2</source>
      <translation>%1, потери %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::AnswerRow</name>
    <message>
      <source>Model %1</source>
      <translation>Модель %1</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>step %1</source>
      <translation>шаг %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::BatchView</name>
    <message>
      <source>Hidden: the model must find "%1"</source>
      <translation>Скрыто: модель должна найти «%1»</translation>
    </message>
    <message>
      <source>A random token stands here: the model must find "%1"</source>
      <translation>Здесь случайная часть: модель должна найти «%1»</translation>
    </message>
    <message>
      <source>Left as it is, and predicted all the same: "%1"</source>
      <translation>Оставлено как есть и всё равно предсказывается: «%1»</translation>
    </message>
    <message>
      <source>Batch of step %1: %2 rows of %3 tokens, %4 predicted. Yellow is hidden, red is a random token, green is left as it is.</source>
      <translation>Пакет шага %1: строк %2, в каждой до %3 токенов, предсказывается %4. Жёлтое скрыто, красное заменено случайным, зелёное оставлено.</translation>
    </message>
    <message>
      <source>The second sentence is a random one</source>
      <translation>Второе предложение случайное</translation>
    </message>
    <message>
      <source>The second sentence really follows</source>
      <translation>Второе предложение и правда следует за первым</translation>
    </message>
  </context>
  <context>
    <name>cloze::ChartView</name>
    <message>
      <source>Curve</source>
      <translation>Кривая</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Значение</translation>
    </message>
    <message>
      <source>Save chart</source>
      <translation>Сохранить график</translation>
    </message>
    <message>
      <source>could not be saved to %1</source>
      <translation>не удалось сохранить в %1</translation>
    </message>
    <message>
      <source>%1 fell from %2 to %3 between step %4 and %5.</source>
      <translation>%1: снижение с %2 до %3 между шагами %4 и %5.</translation>
    </message>
    <message>
      <source>%1 rose from %2 to %3 between step %4 and %5.</source>
      <translation>%1: рост с %2 до %3 между шагами %4 и %5.</translation>
    </message>
    <message>
      <source>%1: no points yet.</source>
      <translation>%1: точек пока нет.</translation>
    </message>
    <message>
      <source>Save this chart, or read it as a table</source>
      <translation>Сохранить график или прочесть его таблицей</translation>
    </message>
    <message>
      <source>Save or read as a table</source>
      <translation>Сохранить или показать таблицей</translation>
    </message>
    <message>
      <source>Save picture (PNG)...</source>
      <translation>Сохранить картинку (PNG)...</translation>
    </message>
    <message>
      <source>Save drawing (SVG)...</source>
      <translation>Сохранить чертёж (SVG)...</translation>
    </message>
    <message>
      <source>Save every point (CSV)...</source>
      <translation>Сохранить все точки (CSV)...</translation>
    </message>
    <message>
      <source>Show as a table</source>
      <translation>Показать таблицей</translation>
    </message>
  </context>
  <context>
    <name>cloze::CompareView</name>
    <message>
      <source>None of these runs has logged this yet.</source>
      <translation>Ни один из этих запусков ещё не записал этого.</translation>
    </message>
    <message>
      <source>Two runs or more stand side by side here: their curves, their best values, the settings in which they differ.</source>
      <translation>Здесь рядом стоят два запуска или больше: их кривые, лучшие значения и настройки, в которых они различаются.</translation>
    </message>
    <message>
      <source>Add runs</source>
      <translation>Добавить запуски</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Добавить</translation>
    </message>
    <message>
      <source>Adds a run to this comparison</source>
      <translation>Добавляет запуск в это сравнение</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Сохранить</translation>
    </message>
    <message>
      <source>Saves the curves, the tables or the picture</source>
      <translation>Сохраняет кривые, таблицы или рисунок</translation>
    </message>
    <message>
      <source>Curves, every point (CSV)...</source>
      <translation>Кривые, все точки (CSV)...</translation>
    </message>
    <message>
      <source>Table of results (CSV)...</source>
      <translation>Таблица результатов (CSV)...</translation>
    </message>
    <message>
      <source>Differing settings (CSV)...</source>
      <translation>Различия в настройках (CSV)...</translation>
    </message>
    <message>
      <source>Picture (PNG)...</source>
      <translation>Рисунок (PNG)...</translation>
    </message>
    <message>
      <source>Drawing (SVG)...</source>
      <translation>Чертёж (SVG)...</translation>
    </message>
    <message>
      <source>What is compared; any value that one of the runs has logged</source>
      <translation>Что сравнивается: любая величина, которую записал хотя бы один запуск</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Сравнить</translation>
    </message>
    <message>
      <source>Seeds together</source>
      <translation>Начальные числа вместе</translation>
    </message>
    <message>
      <source>Runs that differ in nothing but the seed become one curve: their mean, and one standard deviation to both sides</source>
      <translation>Запуски, которые различаются только начальным числом, становятся одной кривой: их среднее и одно стандартное отклонение в обе стороны</translation>
    </message>
    <message>
      <source>Copy the table with its headings</source>
      <translation>Скопировать таблицу с заголовками</translation>
    </message>
    <message>
      <source>Copy: %1</source>
      <translation>Скопировать: %1</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>Результаты</translation>
    </message>
    <message>
      <source>The last column shows the value here</source>
      <translation>Последний столбец показывает значение в этом месте</translation>
    </message>
    <message>
      <source>from the chart</source>
      <translation>с графика</translation>
    </message>
    <message>
      <source>The place follows the pointer over the chart</source>
      <translation>Место следует за указателем на графике</translation>
    </message>
    <message>
      <source>At</source>
      <translation>Место</translation>
    </message>
    <message>
      <source>Differing settings</source>
      <translation>Различия в настройках</translation>
    </message>
    <message>
      <source>Look inside</source>
      <translation>Заглянуть внутрь</translation>
    </message>
    <message>
      <source>and</source>
      <translation>и</translation>
    </message>
    <message>
      <source>First model to look into</source>
      <translation>Первая модель</translation>
    </message>
    <message>
      <source>Second model to look into</source>
      <translation>Вторая модель</translation>
    </message>
    <message>
      <source>Masked words</source>
      <translation>Скрытые слова</translation>
    </message>
    <message>
      <source>Opens the masked words of both, one beside the other</source>
      <translation>Открывает скрытые слова обеих моделей рядом</translation>
    </message>
    <message>
      <source>Neighbours</source>
      <translation>Соседи</translation>
    </message>
    <message>
      <source>Opens the neighbours of a word in both, one beside the other</source>
      <translation>Открывает соседей слова в обеих моделях рядом</translation>
    </message>
    <message>
      <source>%1, held-out text</source>
      <translation>%1, отложенный текст</translation>
    </message>
    <message>
      <source>%1: deleted from the log, no longer compared.</source>
      <translation>%1: удалено из журнала и больше не сравнивается.</translation>
    </message>
    <message>
      <source>Put away</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>%1
Click to take it out of the comparison</source>
      <translation>%1
Нажмите, чтобы убрать из сравнения</translation>
    </message>
    <message>
      <source>Take out %1</source>
      <translation>Убрать %1</translation>
    </message>
    <message>
      <source>no two of these runs differ in the seed alone</source>
      <translation>нет двух запусков, которые различаются только начальным числом</translation>
    </message>
    <message>
      <source>shaded: one standard deviation</source>
      <translation>полоса: одно стандартное отклонение</translation>
    </message>
    <message numerus="yes">
      <source>%1, mean of %n seeds</source>
      <translation>
        <numerusform>%1, среднее по %n начальному числу</numerusform>
        <numerusform>%1, среднее по %n начальным числам</numerusform>
        <numerusform>%1, среднее по %n начальным числам</numerusform>
      </translation>
    </message>
    <message>
      <source>of two runs or more</source>
      <translation>двух запусков или больше</translation>
    </message>
    <message>
      <source>none: the settings are the same</source>
      <translation>нет: настройки одинаковы</translation>
    </message>
    <message>
      <source>lower is better</source>
      <translation>чем меньше, тем лучше</translation>
    </message>
    <message>
      <source>higher is better</source>
      <translation>чем больше, тем лучше</translation>
    </message>
    <message>
      <source>neither low nor high is better</source>
      <translation>ни малое, ни большое не лучше</translation>
    </message>
    <message>
      <source>running mean of the steps</source>
      <translation>скользящее среднее по шагам</translation>
    </message>
    <message>
      <source>No other run in the log</source>
      <translation>Других запусков в журнале нет</translation>
    </message>
    <message>
      <source>Older ones: check them in the list of runs and compare from there</source>
      <translation>Более старые: отметьте их в списке запусков и сравните оттуда</translation>
    </message>
    <message>
      <source>Save the comparison</source>
      <translation>Сохранить сравнение</translation>
    </message>
    <message>
      <source>comparison</source>
      <translation>сравнение</translation>
    </message>
    <message>
      <source>It could not be written to %1.</source>
      <translation>Не удалось записать в %1.</translation>
    </message>
    <message>
      <source>step</source>
      <translation>шаг</translation>
    </message>
  </context>
  <context>
    <name>cloze::CurveItem</name>
    <message>
      <source>step</source>
      <translation>шаг</translation>
    </message>
  </context>
  <context>
    <name>cloze::FamilyCards</name>
    <message>
      <source>%1: %2 parameters</source>
      <translation>%1: параметров %2</translation>
    </message>
  </context>
  <context>
    <name>cloze::FieldEditor</name>
    <message>
      <source>none</source>
      <translation>нет</translation>
    </message>
    <message>
      <source>One a line</source>
      <translation>По одному на строке</translation>
    </message>
  </context>
  <context>
    <name>cloze::FormWidget</name>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Point at a setting to read what it does.</source>
      <translation>Наведите на настройку, чтобы прочесть, что она делает.</translation>
    </message>
    <message>
      <source>Search all settings</source>
      <translation>Поиск по настройкам</translation>
    </message>
    <message>
      <source>%1, more</source>
      <translation>%1, ещё</translation>
    </message>
    <message>
      <source>No setting has this word in its name or help.</source>
      <translation>Такого слова нет ни в названиях настроек, ни в пояснениях.</translation>
    </message>
    <message>
      <source>Fewer settings</source>
      <translation>Меньше настроек</translation>
    </message>
    <message>
      <source>All settings</source>
      <translation>Все настройки</translation>
    </message>
    <message>
      <source>Differs from the preset</source>
      <translation>Отличается от заготовки</translation>
    </message>
    <message>
      <source>Back to the preset's value</source>
      <translation>Вернуть значение заготовки</translation>
    </message>
    <message>
      <source>Reset %1</source>
      <translation>Вернуть: %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::InspectorSession</name>
    <message>
      <source>This run is no longer training here. Choose one of its checkpoints.</source>
      <translation>Этот запуск здесь больше не обучается. Выберите одну из его контрольных точек.</translation>
    </message>
    <message>
      <source>Waiting for step %1...</source>
      <translation>Ждём шага %1...</translation>
    </message>
    <message>
      <source>The run ended before it could answer. Choose one of its checkpoints.</source>
      <translation>Запуск закончился раньше, чем смог ответить. Выберите одну из его контрольных точек.</translation>
    </message>
  </context>
  <context>
    <name>cloze::MainWindow</name>
    <message>
      <source>Cloze</source>
      <translation>Cloze</translation>
    </message>
    <message>
      <source>Start page</source>
      <translation>Начальная страница</translation>
    </message>
    <message>
      <source>Examples, interrupted and recent runs</source>
      <translation>Примеры, прерванные и недавние запуски</translation>
    </message>
    <message>
      <source>New run</source>
      <translation>Новый запуск</translation>
    </message>
    <message>
      <source>Choose a model, a text and settings</source>
      <translation>Выбрать модель, текст и настройки</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Пауза</translation>
    </message>
    <message>
      <source>Pause the run after its current step; inspecting goes on</source>
      <translation>Приостановить после текущего шага; рассматривать модель можно и дальше</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Стоп</translation>
    </message>
    <message>
      <source>Save a checkpoint and end the run; it can be continued</source>
      <translation>Сохранить контрольную точку и закончить; запуск можно продолжить</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>Go on from the newest checkpoint, as if nothing had happened</source>
      <translation>Продолжить с последней контрольной точки, как будто ничего не случилось</translation>
    </message>
    <message>
      <source>Masked words</source>
      <translation>Скрытые слова</translation>
    </message>
    <message>
      <source>Hide words of a sentence and see what a model expects</source>
      <translation>Скрыть слова предложения и увидеть, чего ждёт модель</translation>
    </message>
    <message>
      <source>Neighbours</source>
      <translation>Соседи</translation>
    </message>
    <message>
      <source>Occurrences of a word that mean most nearly the same</source>
      <translation>Употребления слова, самые близкие по смыслу</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Файл</translation>
    </message>
    <message>
      <source>&amp;Close page</source>
      <translation>&amp;Закрыть страницу</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>В&amp;ыход</translation>
    </message>
    <message>
      <source>&amp;Run</source>
      <translation>&amp;Запуск</translation>
    </message>
    <message>
      <source>&amp;Inspect</source>
      <translation>&amp;Рассмотреть</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Вид</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Светлая</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Тёмная</translation>
    </message>
    <message>
      <source>High contrast</source>
      <translation>Высокий контраст</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Язык</translation>
    </message>
    <message>
      <source>The language changes when Cloze is opened again.</source>
      <translation>Язык сменится при следующем открытии Cloze.</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Справка</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Сочетания клавиш</translation>
    </message>
    <message>
      <source>About Cloze</source>
      <translation>О программе Cloze</translation>
    </message>
    <message>
      <source>Cloze %1
Train language models, watch them learn, and look inside.
Free software under the GNU General Public License, version 3 or later.</source>
      <translation>Cloze %1
Обучайте языковые модели, смотрите, как они учатся, и заглядывайте внутрь.
Свободная программа: GNU General Public License версии 3 или новее.</translation>
    </message>
    <message>
      <source>Actions</source>
      <translation>Действия</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Сообщения</translation>
    </message>
    <message>
      <source>What happens is written here.</source>
      <translation>Здесь записывается, что происходит.</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>Запуски</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Журнал</translation>
    </message>
    <message>
      <source>Log %1</source>
      <translation>Журнал %1</translation>
    </message>
    <message>
      <source>The last message; click to put it away</source>
      <translation>Последнее сообщение; щёлкните, чтобы убрать</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Дальше</translation>
    </message>
    <message>
      <source>Nothing trains in this window</source>
      <translation>В этом окне ничего не обучается</translation>
    </message>
    <message>
      <source>Paused: %1</source>
      <translation>Пауза: %1</translation>
    </message>
    <message>
      <source>Training: %1</source>
      <translation>Обучается: %1</translation>
    </message>
    <message numerus="yes">
      <source> and %n more</source>
      <translation>
        <numerusform> и ещё %n</numerusform>
        <numerusform> и ещё %n</numerusform>
        <numerusform> и ещё %n</numerusform>
      </translation>
    </message>
    <message>
      <source>A run is training</source>
      <translation>Идёт обучение</translation>
    </message>
    <message>
      <source>What shall happen to it?</source>
      <translation>Что с ним сделать?</translation>
    </message>
    <message>
      <source>Both ways save a checkpoint first; nothing is lost.</source>
      <translation>В обоих случаях сначала сохраняется контрольная точка; ничего не пропадёт.</translation>
    </message>
    <message>
      <source>Stop and save</source>
      <translation>Остановить и сохранить</translation>
    </message>
    <message>
      <source>Continue in the background</source>
      <translation>Продолжить в фоне</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Saving a checkpoint...</source>
      <translation>Сохраняется контрольная точка...</translation>
    </message>
    <message>
      <source>Closing</source>
      <translation>Закрытие</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Начало</translation>
    </message>
    <message>
      <source>Toy world</source>
      <translation>Игрушечный мир</translation>
    </message>
    <message>
      <source>Reading the text...</source>
      <translation>Читаем текст...</translation>
    </message>
    <message>
      <source>Copied: %1</source>
      <translation>Скопировано: %1</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <source>Gibo plays the harp .</source>
      <translation>Вики играет на гитаре .</translation>
    </message>
    <message>
      <source>the moth and the cave were near the bat , and so was the roof .</source>
      <translation>это олень и лучник , а вот лук и колчан .</translation>
    </message>
    <message>
      <source>bat</source>
      <translation>лук</translation>
    </message>
    <message>
      <source>, changed</source>
      <translation>, изменён</translation>
    </message>
    <message>
      <source>The run disappears from the log. Its folder with the checkpoints stays on the disk.</source>
      <translation>Запуск исчезнет из журнала. Его папка с контрольными точками останется на диске.</translation>
    </message>
    <message>
      <source>Delete from the log</source>
      <translation>Удалить из журнала</translation>
    </message>
  </context>
  <context>
    <name>cloze::MaskColumn</name>
    <message>
      <source>true word "%1": rank %2, %3</source>
      <translation>верное слово «%1»: место %2, %3</translation>
    </message>
    <message>
      <source>true word</source>
      <translation>верно</translation>
    </message>
  </context>
  <context>
    <name>cloze::MaskedTokensView</name>
    <message>
      <source>Compare with another model</source>
      <translation>Сравнить с другой моделью</translation>
    </message>
    <message>
      <source>Type a sentence and press Enter</source>
      <translation>Введите предложение и нажмите Enter</translation>
    </message>
    <message>
      <source>Sentence</source>
      <translation>Предложение</translation>
    </message>
    <message>
      <source>top </source>
      <translation>первые </translation>
    </message>
    <message>
      <source>How many candidates for each mask</source>
      <translation>Сколько вариантов для каждого пропуска</translation>
    </message>
    <message>
      <source>each mask alone</source>
      <translation>каждый сам по себе</translation>
    </message>
    <message>
      <source>left to right</source>
      <translation>слева направо</translation>
    </message>
    <message>
      <source>surest first</source>
      <translation>сначала надёжные</translation>
    </message>
    <message>
      <source>With several masks: each on its own, or one filled before the next is asked for</source>
      <translation>Если пропусков несколько: каждый отдельно или один за другим с подстановкой ответа</translation>
    </message>
    <message>
      <source>Click a word to hide it, click again to bring it back; hold Shift to hide several.</source>
      <translation>Щёлкните слово, чтобы скрыть его, ещё раз, чтобы вернуть; с Shift скрывается несколько.</translation>
    </message>
    <message>
      <source>Hide a word above, and what this model expects there appears here.</source>
      <translation>Скройте слово выше, и здесь появится, чего ждёт на его месте эта модель.</translation>
    </message>
    <message>
      <source>Choose a model: start a run, or open a folder with a checkpoint.</source>
      <translation>Выберите модель: начните запуск или откройте папку с контрольной точкой.</translation>
    </message>
    <message>
      <source>Reading the model...</source>
      <translation>Читаем модель...</translation>
    </message>
    <message>
      <source>Hidden from the model; click to bring it back</source>
      <translation>Скрыто от модели; щёлкните, чтобы вернуть</translation>
    </message>
    <message>
      <source>Click to hide this from the model</source>
      <translation>Щёлкните, чтобы скрыть от модели</translation>
    </message>
    <message>
      <source>The sentence has no words.</source>
      <translation>В предложении нет слов.</translation>
    </message>
  </context>
  <context>
    <name>cloze::ModelPicker</name>
    <message>
      <source>Model</source>
      <translation>Модель</translation>
    </message>
    <message>
      <source>The model that answers: a run that trains now, a checkpoint, or a folder</source>
      <translation>Модель, которая отвечает: идущий запуск, контрольная точка или папка</translation>
    </message>
    <message>
      <source>Open a folder...</source>
      <translation>Открыть папку...</translation>
    </message>
    <message>
      <source>Folder with config.json</source>
      <translation>Папка с config.json</translation>
    </message>
  </context>
  <context>
    <name>cloze::NeighboursView</name>
    <message>
      <source>Occurrence</source>
      <translation>Употребление</translation>
    </message>
    <message>
      <source>%1, cosine %2</source>
      <translation>%1, косинус %2</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Модель</translation>
    </message>
    <message>
      <source>A word in its sentence</source>
      <translation>Слово в предложении</translation>
    </message>
    <message>
      <source>Type a sentence and press Enter</source>
      <translation>Введите предложение и нажмите Enter</translation>
    </message>
    <message>
      <source>Sentence</source>
      <translation>Предложение</translation>
    </message>
    <message>
      <source>Click the word to look for.</source>
      <translation>Щёлкните слово, которое искать.</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>Слой</translation>
    </message>
    <message>
      <source>Text to search</source>
      <translation>Где искать</translation>
    </message>
    <message>
      <source>Only the same word</source>
      <translation>Только это слово</translation>
    </message>
    <message>
      <source>Off: any word may be a neighbour</source>
      <translation>Выключено: соседом может быть любое слово</translation>
    </message>
    <message>
      <source> nearest</source>
      <translation> ближайших</translation>
    </message>
    <message>
      <source>How many neighbours</source>
      <translation>Сколько соседей</translation>
    </message>
    <message>
      <source>Find neighbours</source>
      <translation>Найти соседей</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Nearest occurrences</source>
      <translation>Ближайшие употребления</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>косинус</translation>
    </message>
    <message>
      <source>Choose a word and press "Find neighbours": the occurrences that mean most nearly the same appear here.</source>
      <translation>Выберите слово и нажмите «Найти соседей»: здесь появятся употребления, самые близкие по смыслу.</translation>
    </message>
    <message>
      <source>Choose a model: start a run, or open a folder with a checkpoint.</source>
      <translation>Выберите модель: начните запуск или откройте папку с контрольной точкой.</translation>
    </message>
    <message>
      <source>Look for occurrences like this one</source>
      <translation>Искать похожие употребления</translation>
    </message>
    <message>
      <source>known when a model is chosen</source>
      <translation>станет известно, когда модель выбрана</translation>
    </message>
    <message>
      <source>The embeddings, before any layer has mixed in the context</source>
      <translation>Векторы слов, пока ни один слой не подмешал контекст</translation>
    </message>
    <message>
      <source>After layer %1</source>
      <translation>После слоя %1</translation>
    </message>
    <message>
      <source>Layer %1</source>
      <translation>Слой %1</translation>
    </message>
    <message>
      <source>Choose the text to search.</source>
      <translation>Выберите текст для поиска.</translation>
    </message>
    <message>
      <source>Searching...</source>
      <translation>Ищем...</translation>
    </message>
    <message>
      <source>Nearest occurrences of "%1", layer %2</source>
      <translation>Ближайшие употребления «%1», слой %2</translation>
    </message>
    <message>
      <source>%1 occurrences compared in %2 sentences</source>
      <translation>Сравнено употреблений: %1, предложений: %2</translation>
    </message>
    <message>
      <source> (the first ones of the text)</source>
      <translation> (первые в тексте)</translation>
    </message>
    <message>
      <source>; model at step %1</source>
      <translation>; модель на шаге %1</translation>
    </message>
    <message>
      <source>The word "%1" does not occur in this text.</source>
      <translation>Слова «%1» в этом тексте нет.</translation>
    </message>
  </context>
  <context>
    <name>cloze::NewRunView</name>
    <message>
      <source>What</source>
      <translation>Что</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Название</translation>
    </message>
    <message>
      <source>Name of the run</source>
      <translation>Название запуска</translation>
    </message>
    <message>
      <source>Model family</source>
      <translation>Семейство моделей</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Размер</translation>
    </message>
    <message>
      <source>Size of the model</source>
      <translation>Размер модели</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <source>How</source>
      <translation>Как</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Скорость обучения</translation>
    </message>
    <message>
      <source>over the whole run</source>
      <translation>за весь запуск</translation>
    </message>
    <message>
      <source>The learning rate of every step appears here, from the function that trains.</source>
      <translation>Здесь появится скорость обучения на каждом шаге, из той же функции, что обучает.</translation>
    </message>
    <message>
      <source>What the objective does</source>
      <translation>Что делает задача обучения</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Отмена</translation>
    </message>
    <message>
      <source>Show a real batch</source>
      <translation>Показать настоящий пакет</translation>
    </message>
    <message>
      <source>Reads the text, cuts it into tokens and shows one batch as the model will see it.</source>
      <translation>Читает текст, режет его на токены и показывает один пакет так, как его увидит модель.</translation>
    </message>
    <message>
      <source>The same in a terminal</source>
      <translation>То же в терминале</translation>
    </message>
    <message>
      <source>Save settings and copy</source>
      <translation>Сохранить и скопировать</translation>
    </message>
    <message>
      <source>Writes the settings to a file and copies the command that trains from it</source>
      <translation>Записывает настройки в файл и копирует команду, которая по нему обучает</translation>
    </message>
    <message>
      <source>Start training</source>
      <translation>Начать обучение</translation>
    </message>
    <message>
      <source>Choose the text to train on.</source>
      <translation>Выберите текст для обучения.</translation>
    </message>
    <message>
      <source>%1 is not there.</source>
      <translation>%1: такого нет.</translation>
    </message>
    <message numerus="yes">
      <source>%1 (and %n more)</source>
      <translation>
        <numerusform>%1 (и ещё %n)</numerusform>
        <numerusform>%1 (и ещё %n)</numerusform>
        <numerusform>%1 (и ещё %n)</numerusform>
      </translation>
    </message>
    <message>
      <source>highest %1</source>
      <translation>наибольшая %1</translation>
    </message>
    <message>
      <source>Next batch</source>
      <translation>Следующий пакет</translation>
    </message>
    <message>
      <source>About %1, %2 of memory, checkpoints of %3</source>
      <translation>Около %1, памяти %2, контрольные точки по %3</translation>
    </message>
    <message>
      <source>Toy world</source>
      <translation>Игрушечный мир</translation>
    </message>
  </context>
  <context>
    <name>cloze::PreviewSession</name>
    <message>
      <source>Cancelled.</source>
      <translation>Отменено.</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunCharts</name>
    <message>
      <source>Points appear after the first training step.</source>
      <translation>Точки появятся после первого шага обучения.</translation>
    </message>
    <message>
      <source>Right answers</source>
      <translation>Верные ответы</translation>
    </message>
    <message>
      <source>Follow</source>
      <translation>Следить</translation>
    </message>
    <message>
      <source>The right edge is the newest step</source>
      <translation>Правый край: последний шаг</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Держать</translation>
    </message>
    <message>
      <source>The range stays as it is while points come in</source>
      <translation>Диапазон не меняется, пока приходят точки</translation>
    </message>
    <message>
      <source>Fit</source>
      <translation>Всё</translation>
    </message>
    <message>
      <source>The whole run, with the steps still to come</source>
      <translation>Весь запуск вместе с будущими шагами</translation>
    </message>
    <message>
      <source>%1, held-out text</source>
      <translation>%1, отложенный текст</translation>
    </message>
    <message>
      <source>training</source>
      <translation>обучение</translation>
    </message>
    <message>
      <source>held-out text</source>
      <translation>отложенный текст</translation>
    </message>
    <message>
      <source>planned</source>
      <translation>по плану</translation>
    </message>
    <message>
      <source>checkpoint, %1</source>
      <translation>контрольная точка, %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunHub</name>
    <message>
      <source>%1, shipped</source>
      <translation>%1, из поставки</translation>
    </message>
    <message>
      <source>The log cannot be written: %1</source>
      <translation>Журнал не пишется: %1</translation>
    </message>
    <message>
      <source>The log cannot be read: %1</source>
      <translation>Журнал не читается: %1</translation>
    </message>
    <message>
      <source>%1: checkpoint %2 saved, %3</source>
      <translation>%1: сохранена контрольная точка %2, %3</translation>
    </message>
    <message>
      <source>%1: held-out loss %2 at step %3</source>
      <translation>%1: потери на отложенном тексте %2 на шаге %3</translation>
    </message>
    <message>
      <source>%1: stopped at step %2, everything is saved</source>
      <translation>%1: остановлен на шаге %2, всё сохранено</translation>
    </message>
    <message>
      <source>%1: done</source>
      <translation>%1: готово</translation>
    </message>
    <message>
      <source>%1, training now</source>
      <translation>%1, обучается сейчас</translation>
    </message>
    <message>
      <source>%1, step %2</source>
      <translation>%1, шаг %2</translation>
    </message>
    <message>
      <source>%1, newest checkpoint</source>
      <translation>%1, последняя контрольная точка</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunView</name>
    <message>
      <source>Charts</source>
      <translation>Графики</translation>
    </message>
    <message>
      <source>Configuration</source>
      <translation>Настройки</translation>
    </message>
    <message>
      <source>Checkpoints</source>
      <translation>Контрольные точки</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Журнал</translation>
    </message>
    <message>
      <source>Parts of the run</source>
      <translation>Части запуска</translation>
    </message>
    <message>
      <source>Phase</source>
      <translation>Состояние</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Шаг</translation>
    </message>
    <message>
      <source>Loss</source>
      <translation>Потери</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Скорость</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Осталось</translation>
    </message>
    <message>
      <source>Search the settings</source>
      <translation>Поиск по настройкам</translation>
    </message>
    <message>
      <source>As it was when the run was started; what differs from the preset comes first.</source>
      <translation>Как было при запуске; сначала то, что отличается от заготовки.</translation>
    </message>
    <message>
      <source>Open in masked words</source>
      <translation>Открыть в скрытых словах</translation>
    </message>
    <message>
      <source>Open in neighbours</source>
      <translation>Открыть в соседях</translation>
    </message>
    <message>
      <source>%1, step %2</source>
      <translation>%1, шаг %2</translation>
    </message>
    <message>
      <source>%1 / %2</source>
      <translation>%1 / %2</translation>
    </message>
    <message>
      <source>down %1 in 100 steps</source>
      <translation>на %1 ниже за 100 шагов</translation>
    </message>
    <message>
      <source>up %1 in 100 steps</source>
      <translation>на %1 выше за 100 шагов</translation>
    </message>
    <message>
      <source>held-out text: %1</source>
      <translation>отложенный текст: %1</translation>
    </message>
    <message>
      <source>tokens per second</source>
      <translation>токенов в секунду</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Время</translation>
    </message>
    <message>
      <source>trained for %1</source>
      <translation>обучается %1</translation>
    </message>
    <message>
      <source>of training</source>
      <translation>обучения</translation>
    </message>
    <message>
      <source>The run failed.</source>
      <translation>Запуск не удался.</translation>
    </message>
    <message>
      <source>The run failed: %1</source>
      <translation>Запуск не удался: %1</translation>
    </message>
    <message>
      <source>Interrupted at step %1. It can go on as if nothing had happened.</source>
      <translation>Прерван на шаге %1. Можно продолжить, как будто ничего не случилось.</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>Stopped at step %1, with everything saved.</source>
      <translation>Остановлен на шаге %1, всё сохранено.</translation>
    </message>
  </context>
  <context>
    <name>cloze::RunsPanel</name>
    <message>
      <source>Filter runs</source>
      <translation>Отобрать запуски</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>Запуски</translation>
    </message>
    <message>
      <source>Runs appear here as soon as one is started, in this window or in a terminal.</source>
      <translation>Запуски появятся здесь, как только один начнётся: в этом окне или в терминале.</translation>
    </message>
    <message>
      <source>New run</source>
      <translation>Новый запуск</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Открыть</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>New run with these settings</source>
      <translation>Новый запуск с этими настройками</translation>
    </message>
    <message>
      <source>Rename...</source>
      <translation>Переименовать...</translation>
    </message>
    <message>
      <source>Rename run</source>
      <translation>Переименовать запуск</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Название</translation>
    </message>
    <message>
      <source>Delete from the log...</source>
      <translation>Удалить из журнала...</translation>
    </message>
  </context>
  <context>
    <name>cloze::StartView</name>
    <message>
      <source>See a language model learn</source>
      <translation>Увидеть, как учится языковая модель</translation>
    </message>
    <message>
      <source>Train one on your own text, watch its curves, hide words and see what it expects, and look at which uses of a word it finds alike.</source>
      <translation>Обучите её на своём тексте, следите за кривыми, скрывайте слова и смотрите, чего она ждёт и какие употребления слова считает похожими.</translation>
    </message>
    <message>
      <source>Examples</source>
      <translation>Примеры</translation>
    </message>
    <message>
      <source>Ask the shipped model</source>
      <translation>Спросить готовую модель</translation>
    </message>
    <message>
      <source>A small model trained on the toy world: hide a word and read what it expects there.</source>
      <translation>Небольшая модель игрушечного мира: скройте слово и прочтите, чего она ждёт.</translation>
    </message>
    <message>
      <source>Open masked words</source>
      <translation>Открыть скрытые слова</translation>
    </message>
    <message>
      <source>One word, several meanings</source>
      <translation>Слово с разными смыслами</translation>
    </message>
    <message>
      <source>The nearest uses of a word such as "bat" or "лук", layer by layer.</source>
      <translation>Ближайшие употребления слова вроде «лук» или «bat», слой за слоем.</translation>
    </message>
    <message>
      <source>Open neighbours</source>
      <translation>Открыть соседей</translation>
    </message>
    <message>
      <source>Train it yourself</source>
      <translation>Обучить самому</translation>
    </message>
    <message>
      <source>Pre-train a tiny model on the embedded toy world. It runs on any laptop.</source>
      <translation>Обучите крошечную модель на встроенном игрушечном мире. Хватит любого ноутбука.</translation>
    </message>
    <message>
      <source>Set up the example run</source>
      <translation>Подготовить пример</translation>
    </message>
    <message>
      <source>Your own text</source>
      <translation>Свой текст</translation>
    </message>
    <message>
      <source>Choose a model family and a size, point at files or folders, and start.</source>
      <translation>Выберите семейство и размер модели, укажите файлы или папки и начните.</translation>
    </message>
    <message>
      <source>New run</source>
      <translation>Новый запуск</translation>
    </message>
    <message>
      <source>The shipped model is not installed (resources/models)</source>
      <translation>Готовая модель не установлена (resources/models)</translation>
    </message>
    <message>
      <source>Interrupted</source>
      <translation>Прерванные</translation>
    </message>
    <message>
      <source>Recent runs</source>
      <translation>Недавние запуски</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Открыть</translation>
    </message>
    <message>
      <source>Open %1</source>
      <translation>Открыть: %1</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <source>Continue %1</source>
      <translation>Продолжить: %1</translation>
    </message>
  </context>
  <context>
    <name>cloze::TextSources</name>
    <message>
      <source>The embedded toy world</source>
      <translation>Встроенный игрушечный мир</translation>
    </message>
    <message>
      <source>My files and folders</source>
      <translation>Свои файлы и папки</translation>
    </message>
    <message>
      <source>Add files...</source>
      <translation>Добавить файлы...</translation>
    </message>
    <message>
      <source>Add folder...</source>
      <translation>Добавить папку...</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <source>20,000 sentences in English and Russian, made by rules: small enough to learn in minutes</source>
      <translation>20 000 предложений на русском и английском, составленных по правилам: можно выучить за минуты</translation>
    </message>
    <message>
      <source>Plain text (.txt), JSON lines (.jsonl), both also gzipped, and folders of them</source>
      <translation>Простой текст (.txt), строки JSON (.jsonl), их же в gzip и папки с ними</translation>
    </message>
    <message>
      <source>Text files and folders</source>
      <translation>Текстовые файлы и папки</translation>
    </message>
    <message>
      <source>Text files</source>
      <translation>Текстовые файлы</translation>
    </message>
    <message>
      <source>Text (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)</source>
      <translation>Текст (*.txt *.jsonl *.txt.gz *.jsonl.gz);;Все файлы (*)</translation>
    </message>
    <message>
      <source>Folder of text files</source>
      <translation>Папка с текстами</translation>
    </message>
  </context>
</TS>
