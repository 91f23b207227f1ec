<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
  <context>
    <name>Schema</name>
    <message>
      <source>0: a new mask every time; n: each example has n fixed masks used in turn (the original BERT: 10)</source>
      <translation>0: каждый раз новые пропуски; n: у каждого примера n готовых наборов пропусков по очереди (в исходном BERT 10)</translation>
    </message>
    <message>
      <source>Activation of the feed-forward part and of the masked-word head</source>
      <translation>Функция активации в полносвязной части и в выходе для скрытых слов</translation>
    </message>
    <message>
      <source>Added to the root of the squared gradient (PyTorch 1e-8, the original BERT 1e-6)</source>
      <translation>Прибавляется к корню из квадрата градиента (в PyTorch 1e-8, в исходном BERT 1e-6)</translation>
    </message>
    <message>
      <source>Added to the variance</source>
      <translation>Прибавляется к дисперсии</translation>
    </message>
    <message>
      <source>Attention heads of each layer; the width must be a multiple</source>
      <translation>Головы внимания в каждом слое; ширина должна делиться на их число</translation>
    </message>
    <message>
      <source>Words by their letters</source>
      <translation>Слова по буквам</translation>
    </message>
    <message>
      <source>ELMo</source>
      <translation>ELMo</translation>
    </message>
    <message>
      <source>Two readers of one text, one from each end, predict the next word; words come from their letters, vectors from all layers</source>
      <translation>Два читателя одного текста, с двух его концов, предсказывают следующее слово; слова складываются из букв, векторы берутся из всех слоёв</translation>
    </message>
    <message>
      <source>Width of what each direction says of a word; the vectors of a word are twice as wide</source>
      <translation>Ширина того, что говорит о слове каждое направление; вектор слова вдвое шире</translation>
    </message>
    <message>
      <source>LSTM layers of each direction</source>
      <translation>Слои LSTM в каждом направлении</translation>
    </message>
    <message>
      <source>LSTM cells</source>
      <translation>Ячейки LSTM</translation>
    </message>
    <message>
      <source>Cells of an LSTM layer, usually eight times the width</source>
      <translation>Ячейки слоя LSTM, обычно в восемь раз больше ширины</translation>
    </message>
    <message>
      <source>Letter filters</source>
      <translation>Фильтры букв</translation>
    </message>
    <message>
      <source>Convolutions over the letters of a word: how many letters each spans, and how many there are of it</source>
      <translation>Свёртки по буквам слова: сколько букв охватывает каждая и сколько таких свёрток</translation>
    </message>
    <message>
      <source>Letter width</source>
      <translation>Ширина буквы</translation>
    </message>
    <message>
      <source>Width of a letter's embedding</source>
      <translation>Ширина вектора буквы</translation>
    </message>
    <message>
      <source>Highway layers</source>
      <translation>Слои-магистрали</translation>
    </message>
    <message>
      <source>Highway layers between the filters and the LSTMs</source>
      <translation>Слои-магистрали между фильтрами и LSTM</translation>
    </message>
    <message>
      <source>Share of the LSTMs' inputs and outputs set to zero while training</source>
      <translation>Доля входов и выходов LSTM, обнуляемая при обучении</translation>
    </message>
    <message>
      <source>Skip connections</source>
      <translation>Обходные связи</translation>
    </message>
    <message>
      <source>Each LSTM layer above the first adds to what it reads</source>
      <translation>Каждый слой LSTM, кроме первого, прибавляет свой ответ к тому, что прочёл</translation>
    </message>
    <message>
      <source>Cell limit</source>
      <translation>Предел ячейки</translation>
    </message>
    <message>
      <source>Cells are kept between minus and plus this; 0: no limit</source>
      <translation>Значения ячеек держатся в этих пределах со знаком минус и плюс; 0: без предела</translation>
    </message>
    <message>
      <source>Output limit</source>
      <translation>Предел выхода</translation>
    </message>
    <message>
      <source>Outputs of a layer are kept between minus and plus this; 0: no limit</source>
      <translation>Выходы слоя держатся в этих пределах со знаком минус и плюс; 0: без предела</translation>
    </message>
    <message>
      <source>Activation of the letter filters</source>
      <translation>Функция активации фильтров букв</translation>
    </message>
    <message>
      <source>Letters of a word</source>
      <translation>Букв в слове</translation>
    </message>
    <message>
      <source>bytes</source>
      <translation>байт</translation>
    </message>
    <message>
      <source>Places for a word's bytes, with its begin and end; longer words are cut</source>
      <translation>Места для байтов слова вместе с началом и концом; слова длиннее обрезаются</translation>
    </message>
    <message>
      <source>Words that can be predicted; set by the tokeniser</source>
      <translation>Слова, которые можно предсказать; задаётся токенизатором</translation>
    </message>
    <message>
      <source>Mix penalty</source>
      <translation>Штраф смеси</translation>
    </message>
    <message>
      <source>Pull of a task's layer mix towards the plain mean: times the squares of its weights</source>
      <translation>Тяга смеси слоёв задачи к простому среднему: множитель при квадратах её весов</translation>
    </message>
    <message>
      <source>Mix normalises</source>
      <translation>Смесь нормирует</translation>
    </message>
    <message>
      <source>Bring each layer to mean 0 and deviation 1 before a task mixes them</source>
      <translation>Приводить каждый слой к среднему 0 и отклонению 1, прежде чем задача их смешает</translation>
    </message>
    <message>
      <source>Mix dropout</source>
      <translation>Прореживание смеси</translation>
    </message>
    <message>
      <source>Share of the mixed vectors set to zero while a task is trained</source>
      <translation>Доля смешанных векторов, обнуляемая при обучении задаче</translation>
    </message>
    <message>
      <source>Words before and after</source>
      <translation>Слова до и после</translation>
    </message>
    <message>
      <source>Predict every word twice: from the ones before it, and by another reader from the ones after it</source>
      <translation>Предсказать каждое слово дважды: по словам до него и, другим читателем, по словам после него</translation>
    </message>
    <message>
      <source>Wrong words</source>
      <translation>Неверные слова</translation>
    </message>
    <message>
      <source>Wrong words drawn for each batch in place of the whole vocabulary (the original: 8192); 0, or as many as there are words: all of them</source>
      <translation>Сколько неверных слов берётся на пакет вместо всего словаря (в оригинале 8192); 0 или не меньше, чем слов в словаре: все</translation>
    </message>
    <message>
      <source>words</source>
      <translation>слов</translation>
    </message>
    <message>
      <source>Original</source>
      <translation>Исходная</translation>
    </message>
    <message>
      <source>Original (5.5B)</source>
      <translation>Исходная (5,5 млрд слов)</translation>
    </message>
    <message>
      <source>Batches whose gradients are added before one optimiser step</source>
      <translation>Сколько пакетов складывают градиенты перед одним шагом</translation>
    </message>
    <message>
      <source>Correct the moments for their start at zero (the original BERT does not)</source>
      <translation>Поправка моментов на нулевое начало (в исходном BERT её нет)</translation>
    </message>
    <message>
      <source>Decoupled decay of matrices; biases and normalisation weights have none</source>
      <translation>Затухание матриц отдельно от градиента; сдвиги и нормировки не затухают</translation>
    </message>
    <message>
      <source>Dropout before a task head; empty: as the hidden dropout</source>
      <translation>Прореживание перед выходом задачи; пусто: как у скрытых значений</translation>
    </message>
    <message>
      <source>Encoder layers</source>
      <translation>Слои кодировщика</translation>
    </message>
    <message>
      <source>Evaluations without improvement before stopping</source>
      <translation>Сколько проверок без улучшения до остановки</translation>
    </message>
    <message>
      <source>Every random choice follows from it</source>
      <translation>Из него следует любой случайный выбор</translation>
    </message>
    <message>
      <source>Examples of one forward pass</source>
      <translation>Сколько примеров проходит за раз</translation>
    </message>
    <message>
      <source>Exponent of the fall; 1 is linear</source>
      <translation>Показатель степени спада; 1 значит по прямой</translation>
    </message>
    <message>
      <source>Files or folders kept for evaluation; without them a fraction of the training text is held out</source>
      <translation>Файлы или папки для проверки; без них откладывается доля обучающего текста</translation>
    </message>
    <message>
      <source>Fold letters to lower case before cutting</source>
      <translation>Сделать буквы строчными перед разрезанием</translation>
    </message>
    <message>
      <source>Folder or file of a tokeniser to use instead of training one</source>
      <translation>Папка или файл готового токенизатора вместо обучения нового</translation>
    </message>
    <message>
      <source>Highest learning rate; the schedule multiplies it</source>
      <translation>Наибольшая скорость обучения; расписание её умножает</translation>
    </message>
    <message>
      <source>How words are cut into pieces</source>
      <translation>Как слова режутся на части</translation>
    </message>
    <message>
      <source>Inner width of the feed-forward part, usually four times the width</source>
      <translation>Внутренняя ширина полносвязной части, обычно вчетверо больше ширины</translation>
    </message>
    <message>
      <source>Its embedding gets no gradient</source>
      <translation>Его вектор не получает градиента</translation>
    </message>
    <message>
      <source>Learning rate at the end of the run</source>
      <translation>Скорость обучения в конце</translation>
    </message>
    <message>
      <source>Longest gradient over all parameters together (L2); 0: not clipped</source>
      <translation>Наибольшая длина градиента по всем параметрам (L2); 0: не обрезать</translation>
    </message>
    <message>
      <source>Mask all pieces of a word together</source>
      <translation>Скрывать все части слова вместе</translation>
    </message>
    <message>
      <source>Memory of the mean gradient</source>
      <translation>Память среднего градиента</translation>
    </message>
    <message>
      <source>Memory of the mean squared gradient</source>
      <translation>Память среднего квадрата градиента</translation>
    </message>
    <message>
      <source>Model family</source>
      <translation>Семейство моделей</translation>
    </message>
    <message>
      <source>Name of the run, as lists show it</source>
      <translation>Название запуска в списках</translation>
    </message>
    <message>
      <source>Newest checkpoints kept with their training state, beside the best</source>
      <translation>Сколько последних контрольных точек хранить целиком, кроме лучшей</translation>
    </message>
    <message>
      <source>Optimiser steps</source>
      <translation>Шаги оптимизатора</translation>
    </message>
    <message>
      <source>Passes over the text instead of a number of steps; 0 uses the steps</source>
      <translation>Проходы по тексту вместо числа шагов; 0: по шагам</translation>
    </message>
    <message>
      <source>Periods of the cosine after warm-up; 0.5 falls to zero once</source>
      <translation>Периоды косинуса после разгона; 0,5: один спад до нуля</translation>
    </message>
    <message>
      <source>Positions that have an embedding</source>
      <translation>Сколько позиций имеют вектор</translation>
    </message>
    <message>
      <source>Remove accents (й becomes и): as the original uncased BERT did</source>
      <translation>Убирать значки над буквами (й станет и), как исходный BERT</translation>
    </message>
    <message>
      <source>Segment embeddings (sentence A, sentence B)</source>
      <translation>Векторы сегментов (предложение A, предложение B)</translation>
    </message>
    <message>
      <source>Set by the tokeniser</source>
      <translation>Определяется токенизатором</translation>
    </message>
    <message>
      <source>Share of attention weights set to zero while training</source>
      <translation>Доля весов внимания, обнуляемых при обучении</translation>
    </message>
    <message>
      <source>Share of examples cut to a random shorter length (BERT: 0.1)</source>
      <translation>Доля примеров случайной меньшей длины (BERT: 0,1)</translation>
    </message>
    <message>
      <source>Share of hidden values set to zero while training</source>
      <translation>Доля скрытых значений, обнуляемых при обучении</translation>
    </message>
    <message>
      <source>Share of the chosen tokens that the model sees as [MASK]</source>
      <translation>Доля выбранных токенов, которые модель видит как [MASK]</translation>
    </message>
    <message>
      <source>Share of the chosen tokens that the model sees as a random token; the rest stays as it is</source>
      <translation>Доля выбранных токенов, заменённых случайными; остальные остаются как есть</translation>
    </message>
    <message>
      <source>Share of the documents held out when no held-out text is given; of a task's examples, a tenth unless something else is said</source>
      <translation>Доля документов, отложенных для проверки, если своего текста для неё нет; из примеров задачи — десятая часть, если не сказано другое</translation>
    </message>
    <message>
      <source>Share of the tokens that are predicted</source>
      <translation>Доля предсказываемых токенов</translation>
    </message>
    <message>
      <source>Share of tokens that are predicted</source>
      <translation>Доля предсказываемых токенов</translation>
    </message>
    <message>
      <source>Size of the model; its settings can be changed one by one</source>
      <translation>Размер модели; её настройки можно менять по одной</translation>
    </message>
    <message>
      <source>Standard deviation of the first weights</source>
      <translation>Стандартное отклонение начальных весов</translation>
    </message>
    <message>
      <source>Steps between checkpoints; 0: only at the end</source>
      <translation>Шагов между контрольными точками; 0: только в конце</translation>
    </message>
    <message>
      <source>Steps between evaluations on held-out text; 0: only at the end</source>
      <translation>Шагов между проверками на отложенном тексте; 0: только в конце</translation>
    </message>
    <message>
      <source>Steps of the root's unit; 0: the warm-up, or 10000 without one</source>
      <translation>Единица корня в шагах; 0: разгон, а без него 10000</translation>
    </message>
    <message>
      <source>Steps over which the learning rate grows from zero</source>
      <translation>Шаги, за которые скорость обучения растёт от нуля</translation>
    </message>
    <message>
      <source>The masked-word head uses the word embeddings as its weights</source>
      <translation>Выход для скрытых слов использует векторы слов как свои веса</translation>
    </message>
    <message>
      <source>Threads that each train on a part of the batch; 0: one per core</source>
      <translation>Потоки, каждый обучается на части пакета; 0: по числу ядер</translation>
    </message>
    <message>
      <source>Tokens of one example, special tokens included</source>
      <translation>Токенов в примере вместе со служебными</translation>
    </message>
    <message>
      <source>Upper limit of the vocabulary; the trained size may be smaller</source>
      <translation>Верхняя граница словаря; обученный может быть меньше</translation>
    </message>
    <message>
      <source>Validation metric that must improve; empty: never stop early</source>
      <translation>Показатель проверки, который должен улучшаться; пусто: не останавливать</translation>
    </message>
    <message>
      <source>What the model learns to predict</source>
      <translation>Что модель учится предсказывать</translation>
    </message>
    <message>
      <source>Where to compute</source>
      <translation>Где вычислять</translation>
    </message>
    <message>
      <source>Which weights are taken: all, encoder, embeddings, {"lower": k} or a map</source>
      <translation>Какие веса взять: all, encoder, embeddings, {"lower": k} или таблица</translation>
    </message>
    <message>
      <source>Width of every layer</source>
      <translation>Ширина каждого слоя</translation>
    </message>
    <message>
      <source>"random", or a checkpoint or run to start from</source>
      <translation>"random" либо контрольная точка или запуск, с которых начать</translation>
    </message>
    <message>
      <source>Accumulate</source>
      <translation>Накопление</translation>
    </message>
    <message>
      <source>Activation</source>
      <translation>Активация</translation>
    </message>
    <message>
      <source>Attention dropout</source>
      <translation>Прореживание внимания</translation>
    </message>
    <message>
      <source>Batch</source>
      <translation>Пакет</translation>
    </message>
    <message>
      <source>Beta 1</source>
      <translation>Бета 1</translation>
    </message>
    <message>
      <source>Beta 2</source>
      <translation>Бета 2</translation>
    </message>
    <message>
      <source>Bias correction</source>
      <translation>Поправка начала</translation>
    </message>
    <message>
      <source>Checkpoint every</source>
      <translation>Сохранять каждые</translation>
    </message>
    <message>
      <source>Classifier dropout</source>
      <translation>Прореживание выхода</translation>
    </message>
    <message>
      <source>Clip norm</source>
      <translation>Обрезка нормы</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Компьютер</translation>
    </message>
    <message>
      <source>Cycles</source>
      <translation>Периоды</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Устройство</translation>
    </message>
    <message>
      <source>Dropout</source>
      <translation>Прореживание</translation>
    </message>
    <message>
      <source>Early stopping</source>
      <translation>Ранняя остановка</translation>
    </message>
    <message>
      <source>Epochs</source>
      <translation>Эпохи</translation>
    </message>
    <message>
      <source>Epsilon</source>
      <translation>Эпсилон</translation>
    </message>
    <message>
      <source>Evaluate every</source>
      <translation>Проверять каждые</translation>
    </message>
    <message>
      <source>Existing tokeniser</source>
      <translation>Готовый токенизатор</translation>
    </message>
    <message>
      <source>Family</source>
      <translation>Семейство</translation>
    </message>
    <message>
      <source>Feed-forward width</source>
      <translation>Внутренняя ширина</translation>
    </message>
    <message>
      <source>Heads</source>
      <translation>Головы</translation>
    </message>
    <message>
      <source>Held-out share</source>
      <translation>Отложенная доля</translation>
    </message>
    <message>
      <source>Held-out text</source>
      <translation>Отложенный текст</translation>
    </message>
    <message>
      <source>Initial spread</source>
      <translation>Начальный разброс</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Хранить</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Вид</translation>
    </message>
    <message>
      <source>Last rate</source>
      <translation>Последняя скорость</translation>
    </message>
    <message>
      <source>Layer-norm epsilon</source>
      <translation>Эпсилон нормировки</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>Слои</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Скорость обучения</translation>
    </message>
    <message>
      <source>Learning-rate schedule</source>
      <translation>Расписание скорости</translation>
    </message>
    <message>
      <source>Longest input</source>
      <translation>Наибольшая длина</translation>
    </message>
    <message>
      <source>Lower-case</source>
      <translation>Строчные буквы</translation>
    </message>
    <message>
      <source>Masked share</source>
      <translation>Доля пропусков</translation>
    </message>
    <message>
      <source>Masking</source>
      <translation>Пропуски</translation>
    </message>
    <message>
      <source>Metric</source>
      <translation>Показатель</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Модель</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Название</translation>
    </message>
    <message>
      <source>Objective</source>
      <translation>Задача обучения</translation>
    </message>
    <message>
      <source>Optimiser</source>
      <translation>Оптимизатор</translation>
    </message>
    <message>
      <source>Padding id</source>
      <translation>Номер заполнителя</translation>
    </message>
    <message>
      <source>Parts</source>
      <translation>Части</translation>
    </message>
    <message>
      <source>Patience</source>
      <translation>Терпение</translation>
    </message>
    <message>
      <source>Power</source>
      <translation>Степень</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Заготовка</translation>
    </message>
    <message>
      <source>Probes</source>
      <translation>Пробы</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Зерно</translation>
    </message>
    <message>
      <source>Segments</source>
      <translation>Сегменты</translation>
    </message>
    <message>
      <source>Sequence length</source>
      <translation>Длина примера</translation>
    </message>
    <message>
      <source>Shards</source>
      <translation>Потоки</translation>
    </message>
    <message>
      <source>Short sequences</source>
      <translation>Короткие примеры</translation>
    </message>
    <message>
      <source>Shown as [MASK]</source>
      <translation>Видно как [MASK]</translation>
    </message>
    <message>
      <source>Shown as a random token</source>
      <translation>Видно как случайное</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Начать с</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Начало</translation>
    </message>
    <message>
      <source>Static maskings</source>
      <translation>Готовые пропуски</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Шаги</translation>
    </message>
    <message>
      <source>Strip accents</source>
      <translation>Убирать значки</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <source>Tied head</source>
      <translation>Общий выход</translation>
    </message>
    <message>
      <source>Timescale</source>
      <translation>Масштаб</translation>
    </message>
    <message>
      <source>Tokeniser</source>
      <translation>Токенизатор</translation>
    </message>
    <message>
      <source>Training text</source>
      <translation>Обучающий текст</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Обучение</translation>
    </message>
    <message>
      <source>Vocabulary</source>
      <translation>Словарь</translation>
    </message>
    <message>
      <source>Warm-up</source>
      <translation>Разгон</translation>
    </message>
    <message>
      <source>Weight decay</source>
      <translation>Затухание весов</translation>
    </message>
    <message>
      <source>Whole words</source>
      <translation>Целые слова</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>Ширина</translation>
    </message>
    <message>
      <source>batches</source>
      <translation>пакетов</translation>
    </message>
    <message>
      <source>checkpoints</source>
      <translation>точек</translation>
    </message>
    <message>
      <source>epochs</source>
      <translation>эпох</translation>
    </message>
    <message>
      <source>evaluations</source>
      <translation>проверок</translation>
    </message>
    <message>
      <source>examples</source>
      <translation>примеров</translation>
    </message>
    <message>
      <source>pieces</source>
      <translation>частей</translation>
    </message>
    <message>
      <source>steps</source>
      <translation>шагов</translation>
    </message>
    <message>
      <source>tokens</source>
      <translation>токенов</translation>
    </message>
    <message>
      <source>Masked words and next sentence</source>
      <translation>Скрытые слова и следующее предложение</translation>
    </message>
    <message>
      <source>Predict hidden words, and whether the second sentence really follows the first</source>
      <translation>Предсказывать скрытые слова и то, следует ли второе предложение за первым</translation>
    </message>
    <message>
      <source>Masked words</source>
      <translation>Скрытые слова</translation>
    </message>
    <message>
      <source>Predict hidden words from both sides</source>
      <translation>Предсказывать скрытые слова с обеих сторон</translation>
    </message>
    <message>
      <source>Next sentence</source>
      <translation>Следующее предложение</translation>
    </message>
    <message>
      <source>Judge whether the second sentence really follows the first</source>
      <translation>Решать, следует ли второе предложение за первым</translation>
    </message>
    <message>
      <source>AdamW</source>
      <translation>AdamW</translation>
    </message>
    <message>
      <source>Adam with decoupled weight decay</source>
      <translation>Adam с отдельным затуханием весов</translation>
    </message>
    <message>
      <source>Linear</source>
      <translation>По прямой</translation>
    </message>
    <message>
      <source>Rises, then falls in a straight line to zero</source>
      <translation>Растёт, затем падает по прямой до нуля</translation>
    </message>
    <message>
      <source>Constant</source>
      <translation>Постоянная</translation>
    </message>
    <message>
      <source>Rises, then stays</source>
      <translation>Растёт, затем держится</translation>
    </message>
    <message>
      <source>Cosine</source>
      <translation>Косинус</translation>
    </message>
    <message>
      <source>Rises, then falls along a cosine</source>
      <translation>Растёт, затем падает по косинусу</translation>
    </message>
    <message>
      <source>Polynomial</source>
      <translation>Многочлен</translation>
    </message>
    <message>
      <source>Rises, then falls along a power of the remaining steps</source>
      <translation>Растёт, затем падает по степени оставшихся шагов</translation>
    </message>
    <message>
      <source>Inverse square root</source>
      <translation>Обратный корень</translation>
    </message>
    <message>
      <source>Rises, then falls with the root of the steps</source>
      <translation>Растёт, затем падает с корнем из числа шагов</translation>
    </message>
    <message>
      <source>Tiny</source>
      <translation>Крошечная</translation>
    </message>
    <message>
      <source>Mini</source>
      <translation>Мини</translation>
    </message>
    <message>
      <source>Small</source>
      <translation>Малая</translation>
    </message>
    <message>
      <source>Medium</source>
      <translation>Средняя</translation>
    </message>
    <message>
      <source>Base</source>
      <translation>Базовая</translation>
    </message>
    <message>
      <source>Large</source>
      <translation>Большая</translation>
    </message>
    <message>
      <source>BERT</source>
      <translation>BERT</translation>
    </message>
    <message>
      <source>Hide words and predict them from both sides; judge whether two sentences follow each other</source>
      <translation>Скрыть слова и предсказать их с обеих сторон; решить, следуют ли предложения друг за другом</translation>
    </message>
    <message>
      <source>building the model</source>
      <translation>строит модель</translation>
    </message>
    <message>
      <source>reading text</source>
      <translation>читает текст</translation>
    </message>
    <message>
      <source>training the tokeniser</source>
      <translation>обучает токенизатор</translation>
    </message>
    <message>
      <source>tokenising</source>
      <translation>режет на токены</translation>
    </message>
    <message>
      <source>training</source>
      <translation>обучается</translation>
    </message>
    <message>
      <source>looking at the text</source>
      <translation>просматривает текст</translation>
    </message>
    <message>
      <source>counting words</source>
      <translation>считает слова</translation>
    </message>
    <message>
      <source>joining pieces</source>
      <translation>соединяет части</translation>
    </message>
    <message>
      <source>writing</source>
      <translation>записывает</translation>
    </message>
    <message>
      <source>filling masks</source>
      <translation>заполняет пропуски</translation>
    </message>
    <message>
      <source>reading sentences</source>
      <translation>читает предложения</translation>
    </message>
    <message>
      <source>handing over sentences</source>
      <translation>передаёт предложения</translation>
    </message>
    <message>
      <source>embedding sentences</source>
      <translation>вычисляет векторы</translation>
    </message>
    <message>
      <source>the token file in the cache is damaged: it is built again</source>
      <translation>файл токенов в кэше повреждён: создаётся заново</translation>
    </message>
    <message>
      <source>Overfit one batch</source>
      <translation>Заучить один пакет</translation>
    </message>
    <message>
      <source>Every step sees the batch of the first step, masks included: the loss must fall, or something is wrong</source>
      <translation>Каждый шаг видит пакет первого шага вместе с масками: потери должны падать, иначе что-то не так</translation>
    </message>
    <message>
      <source>dry steps</source>
      <translation>пробные шаги</translation>
    </message>
    <message>
      <source>BPE over bytes</source>
      <translation>BPE по байтам</translation>
    </message>
    <message>
      <source>WordPiece</source>
      <translation>WordPiece</translation>
    </message>
    <message>
      <source>Unigram</source>
      <translation>Unigram</translation>
    </message>
    <message>
      <source>BPE</source>
      <translation>BPE</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>must be between %1 and %2, found %3</source>
      <translation>должно быть от %1 до %2, а стоит %3</translation>
    </message>
    <message>
      <source>is %1, over train.steps (%2): the learning rate never reaches its peak</source>
      <translation>(%1) больше числа шагов (%2): скорость обучения не дойдёт до наибольшей</translation>
    </message>
    <message>
      <source>is %1, over family.config.max_position_embeddings (%2); shorten it or give the model more positions</source>
      <translation>%1 больше числа позиций модели (%2); сократите или дайте модели больше позиций</translation>
    </message>
    <message>
      <source>hidden_size %1 is not a multiple of %2 heads</source>
      <translation>ширина %1 не делится на число голов %2</translation>
    </message>
    <message>
      <source>mask_share and random_share are shares of the same tokens: together they must be at most %1</source>
      <translation>доли масок и случайных токенов берутся от одних и тех же токенов: вместе не больше %1</translation>
    </message>
    <message>
      <source>the weights, gradients and moments alone take %1 MB, %2 MB of memory are free</source>
      <translation>одни только веса, градиенты и моменты занимают %1 МБ, свободно %2 МБ памяти</translation>
    </message>
    <message>
      <source>too large for a file of settings</source>
      <translation>слишком велик для файла настроек</translation>
    </message>
    <message>
      <source>there is no such file or folder</source>
      <translation>такого файла или папки нет</translation>
    </message>
    <message>
      <source>the folder holds no .txt, .jsonl, .txt.gz or .jsonl.gz file</source>
      <translation>в папке нет файлов .txt, .jsonl, .txt.gz или .jsonl.gz</translation>
    </message>
    <message>
      <source>neither a file nor a folder</source>
      <translation>не файл и не папка</translation>
    </message>
    <message>
      <source>no tokeniser in this folder; expected vocab.txt, tokenizer.json or a sentencepiece model (spiece.model)</source>
      <translation>в этой папке нет токенизатора; нужен vocab.txt, tokenizer.json или модель sentencepiece (spiece.model)</translation>
    </message>
    <message>
      <source>no such file or folder; expected a tokeniser's folder, vocab.txt, tokenizer.json or *.model</source>
      <translation>такого файла или папки нет; нужна папка токенизатора, vocab.txt, tokenizer.json или *.model</translation>
    </message>
    <message>
      <source>not a tokeniser; expected a folder in Hugging Face's layout, vocab.txt, tokenizer.json or a sentencepiece *.model</source>
      <translation>не токенизатор; нужна папка в раскладке Hugging Face, vocab.txt, tokenizer.json или *.model от sentencepiece</translation>
    </message>
    <message>
      <source>the text is empty: no sentence was found in %1</source>
      <translation>текст пуст: в %1 нет ни одного предложения</translation>
    </message>
    <message>
      <source>no text in this file</source>
      <translation>в этом файле нет текста</translation>
    </message>
    <message>
      <source>there is no such file; expected a run specification</source>
      <translation>такого файла нет; нужен файл настроек запуска</translation>
    </message>
    <message>
      <source>%1 places that are not valid UTF-8 (or a NUL byte) read as U+FFFD, the first at byte %2</source>
      <translation>мест с неверным UTF-8 (или нулевым байтом): %1, прочитаны как U+FFFD, первое — байт %2</translation>
    </message>
    <message>
      <source>%1 place that is not valid UTF-8 (or a NUL byte) read as U+FFFD, the first at byte %2</source>
      <translation>%1 место с неверным UTF-8 (или нулевым байтом) прочитано как U+FFFD: байт %2</translation>
    </message>
    <message>
      <source>Evaluate on</source>
      <translation>Проверять на</translation>
    </message>
    <message>
      <source>Held-out batches each evaluation reads at most, the same random ones every time; 0: all of them</source>
      <translation>Сколько отложенных пакетов самое большее читает проверка, каждый раз одни и те же случайные; 0: все</translation>
    </message>
    <message>
      <source>scoring held-out sentences</source>
      <translation>оценивает отложенные предложения</translation>
    </message>
    <message>
      <source>Sentences with [MASK], or prompts for a model that predicts the next word, asked at every checkpoint</source>
      <translation>Предложения с [MASK] или начала фраз для модели, угадывающей следующее слово; спрашиваются на каждой контрольной точке</translation>
    </message>
    <message>
      <source>Pull of matrices towards zero; biases and normalisation weights have none</source>
      <translation>Притяжение матриц к нулю; у смещений и весов нормировки его нет</translation>
    </message>
    <message>
      <source>Trust ratio for vectors</source>
      <translation>Доверие и для векторов</translation>
    </message>
    <message>
      <source>Scale the steps of biases and normalisation weights by their length too</source>
      <translation>Масштабировать по длине и шаги смещений и весов нормировки</translation>
    </message>
    <message>
      <source>Momentum</source>
      <translation>Инерция</translation>
    </message>
    <message>
      <source>Share of the last step that is kept; 0: plain gradient descent</source>
      <translation>Доля прошлого шага, которая сохраняется; 0: простой градиентный спуск</translation>
    </message>
    <message>
      <source>Nesterov</source>
      <translation>Нестеров</translation>
    </message>
    <message>
      <source>Look one step of the momentum ahead</source>
      <translation>Смотреть на шаг инерции вперёд</translation>
    </message>
    <message>
      <source>Relative step</source>
      <translation>Относительный шаг</translation>
    </message>
    <message>
      <source>The learning rate is 1/sqrt(step), at most 0.01, in place of the one above; the schedule multiplies it</source>
      <translation>Скорость обучения равна 1/корень(шага), не больше 0,01, вместо заданной выше; расписание её умножает</translation>
    </message>
    <message>
      <source>Slow start</source>
      <translation>Медленное начало</translation>
    </message>
    <message>
      <source>With the relative step: at most a millionth of the step number</source>
      <translation>При относительном шаге: не больше миллионной доли номера шага</translation>
    </message>
    <message>
      <source>Scale by parameter</source>
      <translation>Масштаб по весам</translation>
    </message>
    <message>
      <source>Multiply the step by the size of the weights that it changes</source>
      <translation>Умножать шаг на величину весов, которые он меняет</translation>
    </message>
    <message>
      <source>Memory of the mean step; 0 saves its memory</source>
      <translation>Память среднего шага; 0 её экономит</translation>
    </message>
    <message>
      <source>Decay rate</source>
      <translation>Скорость забывания</translation>
    </message>
    <message>
      <source>The memory of squared gradients is 1 - step^-rate</source>
      <translation>Память квадратов градиента равна 1 - шаг^-скорость</translation>
    </message>
    <message>
      <source>Clip threshold</source>
      <translation>Порог обрезки</translation>
    </message>
    <message>
      <source>Largest root mean square of a matrix's step before scaling</source>
      <translation>Наибольшее среднеквадратичное шага матрицы до масштабирования</translation>
    </message>
    <message>
      <source>Square epsilon</source>
      <translation>Эпсилон квадратов</translation>
    </message>
    <message>
      <source>Added to squared gradients</source>
      <translation>Прибавляется к квадратам градиента</translation>
    </message>
    <message>
      <source>Parameter epsilon</source>
      <translation>Эпсилон весов</translation>
    </message>
    <message>
      <source>Smallest size of weights that the step is scaled by</source>
      <translation>Наименьшая величина весов, на которую масштабируется шаг</translation>
    </message>
    <message>
      <source>How often the rate falls to zero after warm-up</source>
      <translation>Сколько раз скорость падает до нуля после разогрева</translation>
    </message>
    <message>
      <source>Rising share</source>
      <translation>Доля роста</translation>
    </message>
    <message>
      <source>Share of the steps in which the rate rises</source>
      <translation>Доля шагов, в которых скорость растёт</translation>
    </message>
    <message>
      <source>Ratio</source>
      <translation>Отношение</translation>
    </message>
    <message>
      <source>How many times smaller the lowest rate is than the highest</source>
      <translation>Во сколько раз наименьшая скорость меньше наибольшей</translation>
    </message>
    <message>
      <source>Start divisor</source>
      <translation>Делитель начала</translation>
    </message>
    <message>
      <source>How many times smaller the first rate is than the highest</source>
      <translation>Во сколько раз первая скорость меньше наибольшей</translation>
    </message>
    <message>
      <source>End divisor</source>
      <translation>Делитель конца</translation>
    </message>
    <message>
      <source>How many times smaller the last rate is than the first</source>
      <translation>Во сколько раз последняя скорость меньше первой</translation>
    </message>
    <message>
      <source>Shape</source>
      <translation>Форма</translation>
    </message>
    <message>
      <source>How the rate moves between its turning points</source>
      <translation>Как скорость меняется между точками поворота</translation>
    </message>
    <message>
      <source>Three phases</source>
      <translation>Три фазы</translation>
    </message>
    <message>
      <source>Falls back to the first rate as long as it rose, then to the last one</source>
      <translation>Падает до первой скорости столько же, сколько росла, затем до последней</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>косинус</translation>
    </message>
    <message>
      <source>linear</source>
      <translation>по прямой</translation>
    </message>
    <message>
      <source>Adafactor</source>
      <translation>Adafactor</translation>
    </message>
    <message>
      <source>Remembers rows and columns in place of every weight: little memory</source>
      <translation>Помнит строки и столбцы вместо каждого веса: мало памяти</translation>
    </message>
    <message>
      <source>LAMB</source>
      <translation>LAMB</translation>
    </message>
    <message>
      <source>Adam's step scaled to the size of each weight matrix: for large batches</source>
      <translation>Шаг Adam, соразмерный каждой матрице весов: для больших пакетов</translation>
    </message>
    <message>
      <source>SGD</source>
      <translation>SGD</translation>
    </message>
    <message>
      <source>Gradient descent with momentum</source>
      <translation>Градиентный спуск с инерцией</translation>
    </message>
    <message>
      <source>Cosine with restarts</source>
      <translation>Косинус с перезапусками</translation>
    </message>
    <message>
      <source>Rises, then falls along several cosines, starting high each time</source>
      <translation>Растёт, затем падает по нескольким косинусам, каждый раз с вершины</translation>
    </message>
    <message>
      <source>Noam</source>
      <translation>Noam</translation>
    </message>
    <message>
      <source>The first Transformer's: rises to the peak, then falls with the root of the steps</source>
      <translation>Как у первого трансформера: растёт до вершины, затем падает с корнем из числа шагов</translation>
    </message>
    <message>
      <source>Slanted triangular</source>
      <translation>Наклонный треугольник</translation>
    </message>
    <message>
      <source>Rises fast and falls slowly in straight lines (ULMFiT)</source>
      <translation>Быстро растёт и медленно падает по прямым (ULMFiT)</translation>
    </message>
    <message>
      <source>One cycle</source>
      <translation>Один цикл</translation>
    </message>
    <message>
      <source>Rises to the peak and falls far below its start</source>
      <translation>Растёт до вершины и падает намного ниже начала</translation>
    </message>
    <message>
      <source>GPT-2</source>
      <translation>GPT-2</translation>
    </message>
    <message>
      <source>GPT</source>
      <translation>GPT</translation>
    </message>
    <message>
      <source>XL</source>
      <translation>XL</translation>
    </message>
    <message>
      <source>Predict the next word from what came before; then go on writing</source>
      <translation>Угадать следующее слово по предыдущим, а затем писать дальше</translation>
    </message>
    <message>
      <source>Predict the next word from what came before; the first of its line, with the norms after each part</source>
      <translation>Угадать следующее слово по предыдущим; первая в своём ряду, с нормировкой после каждой части</translation>
    </message>
    <message>
      <source>Next words</source>
      <translation>Следующие слова</translation>
    </message>
    <message>
      <source>Predict every word from the ones before it</source>
      <translation>Предсказать каждое слово по предыдущим</translation>
    </message>
    <message>
      <source>Inner width of the feed-forward part; empty: four times the width</source>
      <translation>Внутренняя ширина полносвязной части; пусто: вчетверо больше ширины</translation>
    </message>
    <message>
      <source>Activation of the feed-forward part</source>
      <translation>Активация полносвязной части</translation>
    </message>
    <message>
      <source>Embedding dropout</source>
      <translation>Дропаут вложений</translation>
    </message>
    <message>
      <source>Share of the first layer's input set to zero while training</source>
      <translation>Доля входа первого слоя, обнуляемая при обучении</translation>
    </message>
    <message>
      <source>Scaled attention</source>
      <translation>Масштаб внимания</translation>
    </message>
    <message>
      <source>Divide attention scores by the root of the head's width</source>
      <translation>Делить оценки внимания на корень из ширины головы</translation>
    </message>
    <message>
      <source>Scaled by layer</source>
      <translation>Масштаб по слою</translation>
    </message>
    <message>
      <source>Divide attention scores by the layer's number too</source>
      <translation>Делить оценки внимания ещё и на номер слоя</translation>
    </message>
    <message>
      <source>The language head uses the word embeddings as its weights</source>
      <translation>Языковая голова использует вложения слов как свои веса</translation>
    </message>
    <message>
      <source>Begin id</source>
      <translation>Номер начала</translation>
    </message>
    <message>
      <source>Token that begins a text</source>
      <translation>Токен, с которого начинается текст</translation>
    </message>
    <message>
      <source>End id</source>
      <translation>Номер конца</translation>
    </message>
    <message>
      <source>Token that ends a text</source>
      <translation>Токен, которым кончается текст</translation>
    </message>
    <message>
      <source>Finds the last token of a row that is classified</source>
      <translation>По нему находят последний токен классифицируемой строки</translation>
    </message>
    <message>
      <source>Dropout before a task head; empty: 0.1</source>
      <translation>Дропаут перед головой задачи; пусто: 0,1</translation>
    </message>
    <message>
      <source>Activation of the feed-forward part; gelu means its tanh form here</source>
      <translation>Активация полносвязной части; gelu здесь значит форму через tanh</translation>
    </message>
    <message>
      <source>Summary of</source>
      <translation>Ответ даёт</translation>
    </message>
    <message>
      <source>Which token answers for a sequence in the multiple-choice head</source>
      <translation>Какой токен отвечает за последовательность в голове выбора варианта</translation>
    </message>
    <message>
      <source>Summary activation</source>
      <translation>Активация ответа</translation>
    </message>
    <message>
      <source>Activation of the multiple-choice head; empty: none</source>
      <translation>Активация головы выбора варианта; пусто: без неё</translation>
    </message>
    <message>
      <source>Summary dropout</source>
      <translation>Дропаут ответа</translation>
    </message>
    <message>
      <source>Dropout before the multiple-choice head</source>
      <translation>Дропаут перед головой выбора варианта</translation>
    </message>
    <message>
      <source>last</source>
      <translation>последний</translation>
    </message>
    <message>
      <source>first</source>
      <translation>первый</translation>
    </message>
    <message>
      <source>mean</source>
      <translation>среднее</translation>
    </message>
    <message>
      <source>cls_index</source>
      <translation>cls_index</translation>
    </message>
    <message>
      <source>byte_bpe</source>
      <translation>byte_bpe</translation>
    </message>
    <message>
      <source>char_bpe</source>
      <translation>char_bpe</translation>
    </message>
    <message>
      <source>BPE over letters</source>
      <translation>BPE по буквам</translation>
    </message>
    <message>
      <source>T5</source>
      <translation>T5</translation>
    </message>
    <message>
      <source>Read a text with gaps and write what stood in them; every task is text in, text out</source>
      <translation>Прочитать текст с пропусками и написать, что в них стояло; любая задача — текст на входе и текст на выходе</translation>
    </message>
    <message>
      <source>3B</source>
      <translation>3B</translation>
    </message>
    <message>
      <source>11B</source>
      <translation>11B</translation>
    </message>
    <message>
      <source>1.1 small</source>
      <translation>1.1 малая</translation>
    </message>
    <message>
      <source>1.1 base</source>
      <translation>1.1 базовая</translation>
    </message>
    <message>
      <source>Hidden spans</source>
      <translation>Скрытые отрезки</translation>
    </message>
    <message>
      <source>Read a text with gaps and write what stood in them</source>
      <translation>Прочитать текст с пропусками и написать, что в них стояло</translation>
    </message>
    <message>
      <source>Text to text</source>
      <translation>Текст в текст</translation>
    </message>
    <message>
      <source>Read an input and write its target: any task with both as text</source>
      <translation>Прочитать вход и написать ответ: любая задача, где то и другое — текст</translation>
    </message>
    <message>
      <source>Layers that read the source</source>
      <translation>Слои, которые читают вход</translation>
    </message>
    <message>
      <source>Decoder layers</source>
      <translation>Слоёв декодировщика</translation>
    </message>
    <message>
      <source>Layers that write the target; empty: as many as the encoder has</source>
      <translation>Слои, которые пишут ответ; пусто: столько же, сколько у кодировщика</translation>
    </message>
    <message>
      <source>Attention heads of each layer</source>
      <translation>Головы внимания в каждом слое</translation>
    </message>
    <message>
      <source>Head width</source>
      <translation>Ширина головы</translation>
    </message>
    <message>
      <source>Width of one head; heads times this need not be the width</source>
      <translation>Ширина одной головы; произведение с числом голов не обязано равняться ширине</translation>
    </message>
    <message>
      <source>Inner width of the feed-forward part</source>
      <translation>Внутренняя ширина полносвязной части</translation>
    </message>
    <message>
      <source>Feed-forward</source>
      <translation>Полносвязная часть</translation>
    </message>
    <message>
      <source>Activation of the feed-forward part, gated or not: T5 has relu, T5 1.1 gated-gelu</source>
      <translation>Функция активации полносвязной части, с вентилем или без: в T5 relu, в T5 1.1 gated-gelu</translation>
    </message>
    <message>
      <source>Gated</source>
      <translation>С вентилем</translation>
    </message>
    <message>
      <source>A second map multiplies what was activated; follows from the feed-forward setting</source>
      <translation>Второе отображение умножается на активированное; следует из настройки полносвязной части</translation>
    </message>
    <message>
      <source>Activation of the feed-forward part; follows from the feed-forward setting</source>
      <translation>Функция активации полносвязной части; следует из её настройки</translation>
    </message>
    <message>
      <source>Share of hidden values and attention weights set to zero while training</source>
      <translation>Доля скрытых значений и весов внимания, обнуляемых при обучении</translation>
    </message>
    <message>
      <source>Distance buckets</source>
      <translation>Групп расстояний</translation>
    </message>
    <message>
      <source>Groups of distances between two tokens that share a bias</source>
      <translation>Группы расстояний между двумя частями с общей добавкой</translation>
    </message>
    <message>
      <source>Farthest distance</source>
      <translation>Дальнее расстояние</translation>
    </message>
    <message>
      <source>From here on all distances share one bucket</source>
      <translation>Отсюда все расстояния в одной группе</translation>
    </message>
    <message>
      <source>Added to the mean square</source>
      <translation>Прибавляется к среднему квадрату</translation>
    </message>
    <message>
      <source>Factor of the standard deviations of the first weights</source>
      <translation>Множитель стандартных отклонений начальных весов</translation>
    </message>
    <message>
      <source>Fills rows up</source>
      <translation>Дополняет строки</translation>
    </message>
    <message>
      <source>Start id</source>
      <translation>Номер начала</translation>
    </message>
    <message>
      <source>What the decoder reads first</source>
      <translation>Что декодировщик читает первым</translation>
    </message>
    <message>
      <source>Spans</source>
      <translation>Отрезки</translation>
    </message>
    <message>
      <source>Hidden share</source>
      <translation>Скрываемая доля</translation>
    </message>
    <message>
      <source>Share of the tokens that are hidden in spans</source>
      <translation>Доля частей, скрываемых отрезками</translation>
    </message>
    <message>
      <source>Mean span</source>
      <translation>Средний отрезок</translation>
    </message>
    <message>
      <source>Tokens that one sentinel stands for, on average</source>
      <translation>Сколько частей в среднем стоит за одной меткой</translation>
    </message>
    <message>
      <source>Closing sentinel</source>
      <translation>Завершающая метка</translation>
    </message>
    <message>
      <source>One more sentinel ends the target: as in the paper's figure, not in its code</source>
      <translation>Ответ кончается ещё одной меткой: как на рисунке статьи, но не в её коде</translation>
    </message>
    <message>
      <source>Input column</source>
      <translation>Столбец входа</translation>
    </message>
    <message>
      <source>Column (.tsv) or key (.jsonl) of the text that is read</source>
      <translation>Столбец (.tsv) или ключ (.jsonl) текста, который читается</translation>
    </message>
    <message>
      <source>Target column</source>
      <translation>Столбец ответа</translation>
    </message>
    <message>
      <source>Column or key of the text that is written</source>
      <translation>Столбец или ключ текста, который пишется</translation>
    </message>
    <message>
      <source>Prefix</source>
      <translation>Приставка</translation>
    </message>
    <message>
      <source>Put before every input to name the task: "summarize: "</source>
      <translation>Ставится перед каждым входом и называет задачу: «summarize: »</translation>
    </message>
    <message>
      <source>Target length</source>
      <translation>Длина ответа</translation>
    </message>
    <message>
      <source>Tokens of a target at most, special tokens included; what is longer is cut</source>
      <translation>Частей ответа не больше, со служебными; что длиннее, обрезается</translation>
    </message>
    <message>
      <source>Files (.txt, .jsonl, .gz; of pairs .tsv, .jsonl) or folders; "toy-world" is the embedded corpus</source>
      <translation>Файлы (.txt, .jsonl, .gz; для пар .tsv, .jsonl) или папки; «toy-world» — встроенный корпус</translation>
    </message>
    <message>
      <source>Unigram with sentinels</source>
      <translation>Unigram с метками</translation>
    </message>
    <message>
      <source>unigram_sentinels</source>
      <translation>unigram_sentinels</translation>
    </message>
    <message>
      <source>Embedding width</source>
      <translation>Ширина эмбеддингов</translation>
    </message>
    <message>
      <source>Width of the word embeddings, which generator and discriminator share</source>
      <translation>Ширина эмбеддингов слов, общих для генератора и дискриминатора</translation>
    </message>
    <message>
      <source>Generator</source>
      <translation>Генератор</translation>
    </message>
    <message>
      <source>Width of the generator as a share of the discriminator's</source>
      <translation>Ширина генератора как доля ширины дискриминатора</translation>
    </message>
    <message>
      <source>Weight of the judgement</source>
      <translation>Вес суждения</translation>
    </message>
    <message>
      <source>What the loss of the discriminator is multiplied by beside that of the generator</source>
      <translation>На что умножаются потери дискриминатора рядом с потерями генератора</translation>
    </message>
    <message>
      <source>Replaced words</source>
      <translation>Подменённые слова</translation>
    </message>
    <message>
      <source>A small generator fills hidden words with likely ones; judge of every word whether it was replaced</source>
      <translation>Маленький генератор заполняет скрытые слова вероятными; о каждом слове судить, подменено ли оно</translation>
    </message>
    <message>
      <source>A small model puts plausible words in place of some; the large one says of every word whether it is the original</source>
      <translation>Маленькая модель подставляет правдоподобные слова вместо некоторых; большая говорит о каждом слове, исходное ли оно</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>Задача</translation>
    </message>
    <message>
      <source>Labelled task to fine-tune on; empty: pre-training on text</source>
      <translation>Размеченная задача для дообучения; пусто: предобучение на тексте</translation>
    </message>
    <message>
      <source>Training examples</source>
      <translation>Обучающие примеры</translation>
    </message>
    <message>
      <source>Files of the task as they are distributed</source>
      <translation>Файлы задачи в том виде, в каком их распространяют</translation>
    </message>
    <message>
      <source>Validation examples</source>
      <translation>Проверочные примеры</translation>
    </message>
    <message>
      <source>Files that are only evaluated</source>
      <translation>Файлы, на которых модель только проверяется</translation>
    </message>
    <message>
      <source>Longest example</source>
      <translation>Самый длинный пример</translation>
    </message>
    <message>
      <source>Longer examples are cut, special tokens included; 0: what is usual for the task</source>
      <translation>Более длинные примеры обрезаются, считая служебные токены; 0: как принято для задачи</translation>
    </message>
    <message>
      <source>First examples</source>
      <translation>Первые примеры</translation>
    </message>
    <message>
      <source>Only so many examples from the beginning of the training files; 0: all</source>
      <translation>Только столько примеров с начала обучающих файлов; 0: все</translation>
    </message>
    <message>
      <source>Share of the labels</source>
      <translation>Доля разметки</translation>
    </message>
    <message>
      <source>Share of the training examples that is used, the same share of every class</source>
      <translation>Какая доля обучающих примеров используется; от каждого класса одинаковая</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Столбцы</translation>
    </message>
    <message>
      <source>Text column</source>
      <translation>Столбец текста</translation>
    </message>
    <message>
      <source>Name of the column with the text, or its number from 0 in a file without a header</source>
      <translation>Имя столбца с текстом или его номер с 0 в файле без заголовка</translation>
    </message>
    <message>
      <source>Second text column</source>
      <translation>Столбец второго текста</translation>
    </message>
    <message>
      <source>Column with the second text of a pair; empty: there is none</source>
      <translation>Столбец второго текста пары; пусто: его нет</translation>
    </message>
    <message>
      <source>Label column</source>
      <translation>Столбец метки</translation>
    </message>
    <message>
      <source>Column with the label or the number to predict</source>
      <translation>Столбец с меткой или числом, которое предсказывается</translation>
    </message>
    <message>
      <source>Mode</source>
      <translation>Способ</translation>
    </message>
    <message>
      <source>Fine-tune the weights, learn a head on the features of a frozen body, or a probe on each of its layers</source>
      <translation>Дообучать веса, учить выход на признаках замороженного тела или пробу на каждом его слое</translation>
    </message>
    <message>
      <source>Features</source>
      <translation>Признаки</translation>
    </message>
    <message>
      <source>Whose outputs a task's head reads: usual, embeddings, the number of a layer, last, second_to_last, sum_all, sum_last4, mean_last4, concat_last4, scalar_mix (learned shares of all)</source>
      <translation>Чьи выходы читает выход задачи: usual, embeddings, номер слоя, last, second_to_last, sum_all, sum_last4, mean_last4, concat_last4, scalar_mix (выученные доли всех слоёв)</translation>
    </message>
    <message>
      <source>Pooling</source>
      <translation>Свёртка в вектор</translation>
    </message>
    <message>
      <source>How the tokens of a text become one vector: usual for the family, the first or the last token, their mean, or last, maximum and mean side by side</source>
      <translation>Как токены текста становятся одним вектором: обычно для семейства, первый или последний токен, среднее или последний, максимум и среднее рядом</translation>
    </message>
    <message>
      <source>Head dropout</source>
      <translation>Дропаут выхода</translation>
    </message>
    <message>
      <source>Dropout before a head that reads other than the usual layers or pooling</source>
      <translation>Дропаут перед выходом, который читает не обычные слои или свёртку</translation>
    </message>
    <message>
      <source>Pull of the learned shares towards the plain mean (ELMo: 0.001)</source>
      <translation>Притяжение выученных долей к простому среднему (ELMo: 0,001)</translation>
    </message>
    <message>
      <source>Keep features</source>
      <translation>Хранить признаки</translation>
    </message>
    <message>
      <source>Of a frozen body: read every example once and keep what it gives, so that an epoch costs only the head</source>
      <translation>У замороженного тела: прочитать каждый пример один раз и сохранить результат, чтобы эпоха стоила только выхода</translation>
    </message>
    <message>
      <source>Next words beside the task</source>
      <translation>Следующие слова рядом с задачей</translation>
    </message>
    <message>
      <source>Weight of the loss of next words beside the task's, for models that predict them (GPT: 0.5); 0: only the task</source>
      <translation>Вес потерь предсказания следующих слов рядом с потерями задачи, для моделей, которые их предсказывают (GPT: 0,5); 0: только задача</translation>
    </message>
    <message>
      <source>Tasks together</source>
      <translation>Задачи вместе</translation>
    </message>
    <message>
      <source>Several tasks on one body, a head each, in place of one task</source>
      <translation>Несколько задач на одном теле, у каждой свой выход, вместо одной задачи</translation>
    </message>
    <message>
      <source>Sampling of tasks</source>
      <translation>Выбор задач</translation>
    </message>
    <message>
      <source>How often each of several tasks is drawn: as its number of examples, as the root of it, all alike, or from proportional towards alike over the epochs</source>
      <translation>Как часто выбирается каждая из задач: по числу примеров, по корню из него, все поровну или от пропорционального к равному по эпохам</translation>
    </message>
    <message>
      <source>Frozen</source>
      <translation>Заморожено</translation>
    </message>
    <message>
      <source>What is not trained: none, all_but_head, {&quot;below&quot;: k}, or gradual: from the head downwards one layer more each epoch</source>
      <translation>Что не обучается: none (ничего), all_but_head (всё, кроме головы), {&quot;below&quot;: k} (нижние k слоёв) или gradual: сверху вниз, каждую эпоху на слой больше</translation>
    </message>
    <message>
      <source>Layer decay</source>
      <translation>Убывание по слоям</translation>
    </message>
    <message>
      <source>Learning rate of each layer as a share of the layer's above it; 1: the same for all</source>
      <translation>Скорость обучения слоя как доля скорости слоя над ним; 1: у всех одинаковая</translation>
    </message>
    <message>
      <source>Fresh upper layers</source>
      <translation>Верхние слои заново</translation>
    </message>
    <message>
      <source>So many of the highest layers start afresh in place of their pre-trained weights</source>
      <translation>Столько верхних слоёв начинают с новых весов вместо предобученных</translation>
    </message>
    <message>
      <source>Transfer</source>
      <translation>Перенос</translation>
    </message>
    <message>
      <source>Seeds</source>
      <translation>Зёрна</translation>
    </message>
    <message>
      <source>`cloze train` repeats a run of a task with each of these seeds and tells mean and deviation, `cloze transfer-report` every run; empty: once, and 1, 2, 3</source>
      <translation>`cloze train` повторяет обучение задаче с каждым из этих зёрен и сообщает среднее и отклонение, `cloze transfer-report` — каждый запуск; пусто: один раз, и 1, 2, 3</translation>
    </message>
    <message>
      <source>Shares of the labels</source>
      <translation>Доли разметки</translation>
    </message>
    <message>
      <source>`cloze transfer-report` trains on each of these shares of the training examples; empty: 0.01, 0.1, 1</source>
      <translation>`cloze transfer-report` обучает на каждой из этих долей обучающих примеров; пусто: 0.01, 0.1, 1</translation>
    </message>
    <message>
      <source>layers</source>
      <translation>слоёв</translation>
    </message>
    <message>
      <source>ELECTRA</source>
      <translation>ELECTRA</translation>
    </message>
    <message>
      <source>XLNet</source>
      <translation>XLNet</translation>
    </message>
    <message>
      <source>Predict words in a random order, each from all that came before it in that order, on both sides; remember the text before</source>
      <translation>Предсказывать слова в случайном порядке, каждое по всему, что было раньше него в этом порядке, с обеих сторон; помнить предыдущий текст</translation>
    </message>
    <message>
      <source>Layers of both streams, which share their weights</source>
      <translation>Слои обоих потоков, у которых общие веса</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Память</translation>
    </message>
    <message>
      <source>Tokens of earlier segments that each layer remembers at most; empty or 0: none</source>
      <translation>Сколько токенов прежних отрезков помнит каждый слой, не больше; пусто или 0: ничего</translation>
    </message>
    <message>
      <source>Carried tokens</source>
      <translation>Переносимые токены</translation>
    </message>
    <message>
      <source>First tokens of a row that enter the memory, where the next row goes on; empty or 0: rows do not go on</source>
      <translation>Первые токены строки, которые попадают в память; с них продолжает следующая строка; пусто или 0: строки не продолжаются</translation>
    </message>
    <message>
      <source>Both directions</source>
      <translation>Оба направления</translation>
    </message>
    <message>
      <source>Half of the rows of running text are read backwards</source>
      <translation>Половина строк связного текста читается с конца</translation>
    </message>
    <message>
      <source>Attention</source>
      <translation>Внимание</translation>
    </message>
    <message>
      <source>bi: to both sides, as the order of prediction allows (XLNet); uni: to what came before (Transformer-XL)</source>
      <translation>bi: в обе стороны, как позволяет порядок предсказаний (XLNet); uni: к тому, что было раньше (Transformer-XL)</translation>
    </message>
    <message>
      <source>Same reach</source>
      <translation>Равная дальность</translation>
    </message>
    <message>
      <source>With attention to what came before: no token sees farther back than another</source>
      <translation>При внимании к предыдущему: ни один токен не видит дальше другого</translation>
    </message>
    <message>
      <source>Distances beyond count as this one; -1: no limit</source>
      <translation>Бо́льшие расстояния считаются таким; -1: без предела</translation>
    </message>
    <message>
      <source>Biases per layer</source>
      <translation>Смещения у каждого слоя</translation>
    </message>
    <message>
      <source>Each layer has biases of its own for content, distance and segment</source>
      <translation>У каждого слоя свои смещения для содержания, расстояния и сегмента</translation>
    </message>
    <message>
      <source>Width of one head; follows from width and heads</source>
      <translation>Ширина одной головы; следует из ширины и числа голов</translation>
    </message>
    <message>
      <source>The word head uses the word embeddings as its weights</source>
      <translation>Выход для слов берёт весами эмбеддинги слов</translation>
    </message>
    <message>
      <source>Which token answers for a sequence; last: the last real one, [CLS]</source>
      <translation>Какой токен отвечает за последовательность; last: последний настоящий, [CLS]</translation>
    </message>
    <message>
      <source>Summary mapped</source>
      <translation>Сводка с отображением</translation>
    </message>
    <message>
      <source>A linear map before the labels</source>
      <translation>Линейное отображение перед метками</translation>
    </message>
    <message>
      <source>Activation of that map; empty: none</source>
      <translation>Функция активации этого отображения; пусто: нет</translation>
    </message>
    <message>
      <source>Dropout before the labels</source>
      <translation>Dropout перед метками</translation>
    </message>
    <message>
      <source>Memory in evaluation</source>
      <translation>Память при оценке</translation>
    </message>
    <message>
      <source>Memory in training</source>
      <translation>Память при обучении</translation>
    </message>
    <message>
      <source>For other programs; here running text carries its memory whenever it goes on</source>
      <translation>Для других программ; здесь связный текст несёт память всегда, когда продолжается</translation>
    </message>
    <message>
      <source>Starts of a span</source>
      <translation>Начала ответа</translation>
    </message>
    <message>
      <source>For other programs: starts that a beam over answers keeps</source>
      <translation>Для других программ: сколько начал держит перебор ответов</translation>
    </message>
    <message>
      <source>Ends of a span</source>
      <translation>Концы ответа</translation>
    </message>
    <message>
      <source>For other programs: ends that a beam over answers keeps</source>
      <translation>Для других программ: сколько концов держит перебор ответов</translation>
    </message>
    <message>
      <source>Token that begins a text; the model does not use it</source>
      <translation>Токен, с которого начинается текст; модель им не пользуется</translation>
    </message>
    <message>
      <source>Token that ends a text; the model does not use it</source>
      <translation>Токен, которым кончается текст; модель им не пользуется</translation>
    </message>
    <message>
      <source>Words in random order</source>
      <translation>Слова в случайном порядке</translation>
    </message>
    <message>
      <source>Predict some words in a random order, each from all the others and from those predicted before it</source>
      <translation>Предсказывать некоторые слова в случайном порядке, каждое по всем остальным и по уже предсказанным</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>Порядок</translation>
    </message>
    <message>
      <source>One token in</source>
      <translation>Один токен из</translation>
    </message>
    <message>
      <source>One token in this many is predicted, the last ones of the random order; the others are seen by all</source>
      <translation>Один токен из стольких предсказывается, последние в случайном порядке; остальные видны всем</translation>
    </message>
    <message>
      <source>Longest span</source>
      <translation>Самый длинный отрезок</translation>
    </message>
    <message>
      <source>Predicted tokens stand in spans of up to this many, shorter ones more often</source>
      <translation>Предсказываемые токены стоят отрезками не длиннее этого, короткие чаще</translation>
    </message>
    <message>
      <source>Count spans in words instead of pieces</source>
      <translation>Считать отрезки в словах, а не в частях</translation>
    </message>
    <message>
      <source>Block of the order</source>
      <translation>Блок порядка</translation>
    </message>
    <message>
      <source>A long row is ordered block by block, each as the first one</source>
      <translation>Длинная строка упорядочивается по блокам, каждый как первый</translation>
    </message>
    <message>
      <source>counting tokens</source>
      <translation>счёт токенов</translation>
    </message>
    <message>
      <source>writing the toy world</source>
      <translation>запись игрушечного мира</translation>
    </message>
    <message>
      <source>predicting</source>
      <translation>предсказание</translation>
    </message>
    <message>
      <source>reading the examples</source>
      <translation>чтение примеров</translation>
    </message>
    <message>
      <source>Toy world: sentiment</source>
      <translation>Игрушечный мир: тон</translation>
    </message>
    <message>
      <source>Toy world: inference</source>
      <translation>Игрушечный мир: следование</translation>
    </message>
    <message>
      <source>Toy world: similarity</source>
      <translation>Игрушечный мир: сходство</translation>
    </message>
    <message>
      <source>Toy world: paraphrase</source>
      <translation>Игрушечный мир: перефразы</translation>
    </message>
    <message>
      <source>Toy world: acceptability</source>
      <translation>Игрушечный мир: правильность</translation>
    </message>
    <message>
      <source>Toy world: order of sentences</source>
      <translation>Игрушечный мир: порядок предложений</translation>
    </message>
    <message>
      <source>Toy world: questions</source>
      <translation>Игрушечный мир: вопросы</translation>
    </message>
    <message>
      <source>Toy world: names</source>
      <translation>Игрушечный мир: имена</translation>
    </message>
    <message>
      <source>Toy world: semantic roles</source>
      <translation>Игрушечный мир: роли</translation>
    </message>
    <message>
      <source>Toy world: what comes next</source>
      <translation>Игрушечный мир: что дальше</translation>
    </message>
    <message>
      <source>Toy world: senses of words</source>
      <translation>Игрушечный мир: значения слов</translation>
    </message>
    <message>
      <source>SICK, entailment</source>
      <translation>SICK, следование</translation>
    </message>
    <message>
      <source>SICK, relatedness</source>
      <translation>SICK, близость</translation>
    </message>
    <message>
      <source>TREC, 6 classes</source>
      <translation>TREC, 6 классов</translation>
    </message>
    <message>
      <source>TREC, 50 classes</source>
      <translation>TREC, 50 классов</translation>
    </message>
    <message>
      <source>CoNLL-2012, semantic roles</source>
      <translation>CoNLL-2012, семантические роли</translation>
    </message>
    <message>
      <source>Any table, classes</source>
      <translation>Любая таблица, классы</translation>
    </message>
    <message>
      <source>Any table, numbers</source>
      <translation>Любая таблица, числа</translation>
    </message>
    <message>
      <source>synthetic, made by cloze toy-world</source>
      <translation>синтетические, создаёт cloze toy-world</translation>
    </message>
    <message>
      <source>Unigram, [CLS] at the end</source>
      <translation>Unigram, [CLS] в конце</translation>
    </message>
    <message>
      <source>Fine-tune the weights</source>
      <translation>Дообучить веса</translation>
    </message>
    <message>
      <source>Features of a frozen body</source>
      <translation>Признаки замороженного тела</translation>
    </message>
    <message>
      <source>A probe on each layer</source>
      <translation>Проба на каждом слое</translation>
    </message>
    <message>
      <source>Usual for the family</source>
      <translation>Как обычно у семейства</translation>
    </message>
    <message>
      <source>First</source>
      <translation>Первый</translation>
    </message>
    <message>
      <source>Last</source>
      <translation>Последний</translation>
    </message>
    <message>
      <source>Mean of the tokens</source>
      <translation>Среднее токенов</translation>
    </message>
    <message>
      <source>Last, maximum, mean</source>
      <translation>Последний, максимум, среднее</translation>
    </message>
    <message>
      <source>The token [CLS]</source>
      <translation>Токен [CLS]</translation>
    </message>
    <message>
      <source>To both sides</source>
      <translation>В обе стороны</translation>
    </message>
    <message>
      <source>To what came before</source>
      <translation>К тому, что было раньше</translation>
    </message>
    <message>
      <source>As the number of examples</source>
      <translation>По числу примеров</translation>
    </message>
    <message>
      <source>As its root</source>
      <translation>По корню из него</translation>
    </message>
    <message>
      <source>All alike</source>
      <translation>Все поровну</translation>
    </message>
    <message>
      <source>Towards all alike</source>
      <translation>От числа к равенству</translation>
    </message>
    <message>
      <source>All but the head</source>
      <translation>Всё, кроме головы</translation>
    </message>
    <message>
      <source>Gradually thawed</source>
      <translation>Постепенно размораживать</translation>
    </message>
    <message>
      <source>The lower layers</source>
      <translation>Нижние слои</translation>
    </message>
    <message>
      <source>Layer number</source>
      <translation>Слой номер</translation>
    </message>
    <message>
      <source>The one before the last</source>
      <translation>Предпоследний</translation>
    </message>
    <message>
      <source>Sum of all layers</source>
      <translation>Сумма всех слоёв</translation>
    </message>
    <message>
      <source>Sum of the last four</source>
      <translation>Сумма последних четырёх</translation>
    </message>
    <message>
      <source>Mean of the last four</source>
      <translation>Среднее последних четырёх</translation>
    </message>
    <message>
      <source>The last four side by side</source>
      <translation>Последние четыре рядом</translation>
    </message>
    <message>
      <source>Learned mix of all</source>
      <translation>Обучаемая смесь всех</translation>
    </message>
  </context>
</TS>
